"""The edge: HTTP, jobs, push, wiring. Knows Litestar, arq and webpush; decides nothing."""
