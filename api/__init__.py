"""The edge: HTTP, sessions, jobs, push, wiring. The only package that knows Litestar, arq or webpush; it decides nothing."""
