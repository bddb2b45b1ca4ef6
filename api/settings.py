"""What an operator may choose, in one frozen struct.

`from_env` is called once, by the command line; nothing else reads the environment. Every field is one
environment variable of the same name in capitals. `docs/operations.md` lists them and a test compares.

Units    bytes, seconds where a name says so.
Errors   `BadSetting` with the variable and what is wrong with it.
Pure     yes: the environment is an argument.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from kernel.errors import Invalid

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class BadSetting(Invalid):
    code = "bad_setting"


class Settings(Struct, frozen=True, kw_only=True):
    data: Path
    """DATA: the folder for the database file, photos and keys."""
    host: str = "127.0.0.1"
    """HOST: the address to listen on."""
    port: int = 8000
    """PORT: the port to listen on."""
    database_url: str = ""
    """DATABASE_URL: empty for SQLite in DATA, else `postgresql://user:password@host/name`."""
    redis_url: str = ""
    """REDIS_URL: empty for one process, else live frames between processes and the worker's bell."""
    s3_bucket: str = ""
    """S3_BUCKET: empty keeps photos in DATA, else the bucket that holds them."""
    s3_endpoint: str = ""
    """S3_ENDPOINT: the address of an S3-compatible store; empty for AWS."""
    s3_region: str = "us-east-1"
    """S3_REGION: the bucket's region."""
    s3_access_key: str = ""
    """S3_ACCESS_KEY: the key id of the store."""
    s3_secret_key: str = ""
    """S3_SECRET_KEY: the secret of the store."""
    public_url: str = ""
    """PUBLIC_URL: the address people use, for links in messages and QR codes; empty: http://HOST:PORT."""
    pwa: Path = Path("pwa/dist")
    """PWA: the folder of the built phone app."""
    demo: bool = True
    """DEMO: 1 loads the demo company into an empty database, 0 starts empty."""
    push_contact: str = "mailto:ops@doorstep.example"
    """PUSH_CONTACT: the mailto: or https: address that push services may write to."""
    push_hosts: tuple[str, ...] = ()
    """PUSH_HOSTS: further push services to trust, comma-separated host names."""
    certificate_pem: str = ""
    """CERTIFICATE_PEM: a PEM file with the key and certificate chain that sign certificates; empty: its own."""
    timestamp_url: str = ""
    """TIMESTAMP_URL: an RFC 3161 time-stamping service for the daily root of the history; empty: none is asked."""
    worker: bool = True
    """WORKER: 1 runs reactions and timers in this process, 0 leaves them to `worker`."""
    proxies: str = "127.0.0.1"
    """PROXIES: addresses whose X-Forwarded-For is believed, comma-separated."""
    plan_every: int = 300
    """PLAN_EVERY: seconds between proposals for the rest of the day; 0 leaves planning to the button."""
    exchange_rate: int = 10
    """EXCHANGE_RATE: exchanges one phone may make in ten seconds; twice as many at once."""
    log_level: str = "info"
    """LOG_LEVEL: debug, info, warning or error."""

    @property
    def origin(self) -> str:
        """Scheme and host people use, without a path."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def https(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def sqlite(self) -> bool:
        return not self.database_url


def from_env(env: Mapping[str, str]) -> Settings:
    """The settings an environment describes."""
    public = env.get("PUBLIC_URL", "")
    if public and urlsplit(public).scheme not in {"http", "https"}:
        raise BadSetting(setting="PUBLIC_URL", why="not_an_address")
    database = env.get("DATABASE_URL", "")
    if database and not database.startswith(("postgresql://", "postgres://", "postgresql+asyncpg://")):
        raise BadSetting(setting="DATABASE_URL", why="only_postgresql")
    return Settings(
        data=Path(env.get("DATA", "data")),
        host=env.get("HOST", "127.0.0.1"),
        port=_port(env.get("PORT", "8000")),
        database_url=database,
        redis_url=env.get("REDIS_URL", ""),
        s3_bucket=env.get("S3_BUCKET", ""),
        s3_endpoint=env.get("S3_ENDPOINT", ""),
        s3_region=env.get("S3_REGION", "us-east-1"),
        s3_access_key=env.get("S3_ACCESS_KEY", ""),
        s3_secret_key=env.get("S3_SECRET_KEY", ""),
        public_url=public,
        pwa=Path(env.get("PWA", "pwa/dist")),
        demo=_switch("DEMO", env.get("DEMO", "1")),
        push_contact=env.get("PUSH_CONTACT", "mailto:ops@doorstep.example"),
        push_hosts=tuple(host.strip() for host in env.get("PUSH_HOSTS", "").split(",") if host.strip()),
        certificate_pem=env.get("CERTIFICATE_PEM", ""),
        timestamp_url=env.get("TIMESTAMP_URL", ""),
        worker=_switch("WORKER", env.get("WORKER", "1")),
        proxies=env.get("PROXIES", "127.0.0.1"),
        plan_every=_whole("PLAN_EVERY", env.get("PLAN_EVERY", "300")),
        exchange_rate=_whole("EXCHANGE_RATE", env.get("EXCHANGE_RATE", "10")),
        log_level=env.get("LOG_LEVEL", "info").lower(),
    )


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) <= 65535:
        raise BadSetting(setting="PORT", why="not_a_port", value=text)
    return int(text)


def _whole(name: str, text: str) -> int:
    if not text.isdigit():
        raise BadSetting(setting=name, why="not_a_number", value=text)
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise BadSetting(setting=name, why="not_a_switch", value=text)
