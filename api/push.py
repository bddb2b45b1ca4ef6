"""Web push: encrypted by `webpush` (this is its only importer), addressed, limited and sent here.

What the library leaves open is closed around it: the audience keeps its port, the signature is cached per push
service, a message is at most one record (3993 bytes) and padded to steps of 256, TTL, urgency and topic are ours.
Endpoints come from browsers and are therefore hostile: only https, only known push services, no redirects, no proxy.
What the service answers decides about the subscription: 404 and 410 remove it, 429 and 5xx are tried again, the
rest is our own fault and reported.

Units    seconds, bytes.
Errors   `BadSubscription`, `PushLater`.
Effects  its table, and HTTPS to push services.
"""

import base64
import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.keys import kept
from api.logs import warned
from api.notices import Notice, PushNotification, PushPayload
from api.tables import push_subscription
from kernel.act import Act
from kernel.clock import Clock
from kernel.errors import Invalid
from kernel.upserts import upsert

HOSTS = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
ONE_RECORD = 3993
STEP = 256
SIGNED_FOR = timedelta(hours=12)
_CACHED_FOR = timedelta(hours=6)


class BadSubscription(Invalid):
    code = "bad_subscription"


class PushLater(Exception):
    """A push service asked for patience."""


class Subscription(Struct, frozen=True):
    endpoint: str
    p256dh: str
    auth: str
    language: str = "zh-CN"


def checked(subscription: Subscription, extra: tuple[str, ...] = ()) -> Subscription:
    """The subscription, or `BadSubscription` saying what is wrong. `extra` are further hosts or exact origins."""
    parts = urlsplit(subscription.endpoint)
    origin = f"{parts.scheme}://{parts.netloc}"
    if origin not in extra:
        if parts.scheme != "https" or parts.username or parts.port not in {None, 443}:
            raise BadSubscription(why="endpoint")
        host = (parts.hostname or "").lower()
        if not any(host == known or (known.startswith(".") and host.endswith(known)) for known in (*HOSTS, *extra)):
            raise BadSubscription(why="push_service")
    if len(subscription.endpoint) > 1000 or "\n" in subscription.endpoint:
        raise BadSubscription(why="endpoint")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(subscription.p256dh))
        secret = _bytes(subscription.auth)
    except ValueError as error:
        raise BadSubscription(why="keys") from error
    if len(secret) != 16:
        raise BadSubscription(why="auth")
    return subscription


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def subscribe(act: Act, subscription: Subscription) -> None:
    """Keep a subscription for whoever acts; the same endpoint moves to the newest person on that device."""
    put = upsert(act.conn.dialect.name, push_subscription)
    values = {
        "account_id": act.actor.id,
        "endpoint": subscription.endpoint,
        "p256dh": subscription.p256dh,
        "auth": subscription.auth,
        "language": subscription.language,
        "created_at": act.now,
        "failures": 0,
    }
    await act.conn.execute(
        put.values(endpoint_hash=_name(subscription.endpoint), **values).on_conflict_do_update(
            index_elements=["endpoint_hash"], set_=values
        )
    )


async def unsubscribe(conn: AsyncConnection, account_id: str, endpoint: str | None = None) -> None:
    """Forget one subscription of a person, or all of them."""
    gone = delete(push_subscription).where(push_subscription.c.account_id == account_id)
    if endpoint is not None:
        gone = gone.where(push_subscription.c.endpoint_hash == _name(endpoint))
    await conn.execute(gone)


async def forget(conn: AsyncConnection, endpoints: list[str]) -> None:
    """Subscriptions the push service no longer knows."""
    if endpoints:
        names = [_name(endpoint) for endpoint in endpoints]
        await conn.execute(delete(push_subscription).where(push_subscription.c.endpoint_hash.in_(names)))


async def subscriptions(conn: AsyncConnection, people: list[str]) -> list[Subscription]:
    rows = await conn.execute(select(push_subscription).where(push_subscription.c.account_id.in_(people)))
    return [Subscription(row.endpoint, row.p256dh, row.auth, row.language) for row in rows]


def _name(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def padded(payload: bytes) -> bytes:
    """The JSON payload with trailing blanks, so that its length says little; refused beyond one record."""
    if len(payload) > ONE_RECORD:
        raise BadSubscription(why="message_too_long")
    return payload.ljust(min(ONE_RECORD, -(-len(payload) // STEP) * STEP), b" ")


def topic(tag: str) -> str:
    """At most 32 characters of the URL alphabet: the same tag replaces an undelivered message."""
    return base64.urlsafe_b64encode(hashlib.sha256(tag.encode()).digest()[:16]).decode().rstrip("=")


class Pusher:
    """Signs, encrypts and sends. Holds the server's VAPID key and one HTTP client."""

    def __init__(
        self, key_file: Path, contact: str, clock: Clock, client: httpx.AsyncClient | None = None, origin: str = ""
    ) -> None:
        pem = kept(key_file, _new_key)
        key = load_pem_private_key(pem, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise BadSubscription(why="server_key")
        self._key = key
        self._pem = pem
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public_key = base64.urlsafe_b64encode(point).rstrip(b"=").decode()
        self._contact = contact
        self._origin = origin
        self._clock = clock
        self._signed: dict[str, tuple[datetime, str]] = {}
        self._client = client

    def authorization(self, endpoint: str) -> str:
        """The VAPID header for the endpoint's origin, port included, cached for six hours."""
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        now = self._clock.now()
        until, header = self._signed.get(origin, (now, ""))
        if until <= now:
            import jwt  # noqa: PLC0415 - a start signs nothing

            claims = {"aud": origin, "exp": int((now + SIGNED_FOR).timestamp()), "sub": self._contact}
            header = f"vapid t={jwt.encode(claims, self._key, algorithm='ES256')}, k={self.public_key}"
            self._signed[origin] = (now + _CACHED_FOR, header)
        return header

    async def send(self, subscription: Subscription, notice: Notice) -> bool:
        """Hand one message to its push service; false when the subscription is gone. `PushLater` to try again."""
        body = self._encrypted(padded(payload(notice, self._origin)), subscription)
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=10, follow_redirects=False, trust_env=False)
        headers = {
            "Authorization": self.authorization(subscription.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(notice.ttl),
            "Urgency": notice.urgency,
            "Topic": topic(notice.tag),
        }
        try:
            answer = await self._client.post(subscription.endpoint, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise PushLater from error
        if answer.status_code in {404, 410}:
            return False
        if answer.status_code == 429 or answer.status_code >= 500:
            raise PushLater
        if answer.status_code >= 300:
            warned("push_refused", status=answer.status_code)
        return True

    def _encrypted(self, message: bytes, subscription: Subscription) -> bytes:
        from webpush import WebPush, WebPushSubscription  # noqa: PLC0415 - a start sends nothing
        from webpush.types import WebPushKeys  # noqa: PLC0415 - the same

        known = WebPushSubscription(
            endpoint=subscription.endpoint,
            keys=WebPushKeys(auth=subscription.auth, p256dh=subscription.p256dh),
        )
        public = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        library = WebPush(private_key=self._pem, public_key=public, subscriber="ops@doorstep.example")
        # `WebPush.get` would freeze TTL and audience: only its encryption is used.
        sealed: bytes = library._encrypt(message, known)  # noqa: SLF001
        return sealed

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()


def payload(notice: Notice, origin: str = "") -> bytes:
    """Declarative web push (the member `web_push` names RFC 8030; Safari 18.4 shows it by itself).

    Other browsers hand the same JSON to our service worker (`pwa/src/sw/notice.ts`).
    """
    shown = PushNotification(notice.title, notice.body, origin + notice.navigate, notice.tag, notice.kind)
    return msgspec.json.encode(PushPayload(8030, shown))


def _new_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
