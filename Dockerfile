# syntax=docker/dockerfile:1
# Three stages: the phone app, the Python packages, and a small image that runs as nobody special.

FROM node:22.12-bookworm-slim AS app
WORKDIR /src/pwa
COPY pwa/package.json pwa/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY pwa ./
RUN npx vite build

FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/doorstep \
    && /opt/doorstep/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r /tmp/requirements.lock

FROM python:3.11-slim-bookworm AS run
LABEL org.opencontainers.image.title="Doorstep" org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 doorstep \
    && useradd --system --uid 10001 --gid doorstep --home-dir /srv/doorstep doorstep \
    && install -d -o doorstep -g doorstep /var/lib/doorstep
COPY --from=packages /opt/doorstep /opt/doorstep
WORKDIR /srv/doorstep
COPY pyproject.toml README.md LICENSE ./
COPY kernel ./kernel
COPY dispatch ./dispatch
COPY media ./media
COPY offline_sync ./offline_sync
COPY experience ./experience
COPY api ./api
COPY --from=app /src/pwa/dist ./pwa/dist
ENV PATH=/opt/doorstep/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DOORSTEP_INSIDE=image \
    DATA=/var/lib/doorstep \
    HOST=0.0.0.0 \
    PORT=8000 \
    DEMO=0
USER 10001:10001
VOLUME ["/var/lib/doorstep"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os,urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/ready', timeout=2)"]
ENTRYPOINT ["python", "-m", "api"]
