"""The edge: HTTP, sessions, jobs, push, wiring. Only here are Litestar, arq and webpush known; nothing is decided."""
