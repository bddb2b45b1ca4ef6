"""Unsent work as a sealed file: anybody may carry it, only this office can open it.

The phone seals to the server's public key, so a file in a share sheet, a chat or a lost phone's downloads tells
nothing. A file is one line of JSON (`Seal`) and then pieces of AES-256-GCM, each `chunk` bytes of text and its tag,
the last one shorter. The key of a file is HKDF-SHA256 over the P-256 agreement of a key pair made for it; the nonce
of a piece is its number and a last byte that says whether it is the last one, so pieces cannot be left out, moved or
cut off. Inside is a line of JSON (`Packed`), then the photos one after the other.

Units    bytes.
Errors   `NotSealed` for what is no such file, `WrongKey` for another house's, `Tampered` for what was changed or cut.
Pure     yes; `Opening` remembers where it is.
"""

import base64
import hashlib
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta, Struct

from kernel.errors import Invalid
from kernel.uuids import Uuid

INFO = b"doorstep unsent work"
TAG = 16
LARGEST_CHUNK = 4 * 1024 * 1024
_HEAD = 4096
_POINT = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint


class NotSealed(Invalid):
    """No file of unsent work."""

    code = "not_sealed"


class WrongKey(Invalid):
    """Sealed for another server."""

    code = "sealed_elsewhere"


class Tampered(Invalid):
    """It was changed or cut off on the way."""

    code = "seal_broken"


class Seal(Struct, frozen=True):
    """The first line of a file."""

    doorstep: int
    key: str  # which public key it was sealed to
    epk: str  # the public half of the key made for this file, base64url of 65 bytes
    chunk: Annotated[int, Meta(ge=1024, le=LARGEST_CHUNK)]


class PackedPhoto(Struct, frozen=True):
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, Meta(ge=1, le=50_000_000)]
    mime: Annotated[str, Meta(max_length=40)] = ""
    work_order: Annotated[str, Meta(max_length=64)] = ""


class PackedOp(Struct, frozen=True):
    cseq: int
    raw: str  # the operation's text, byte for byte


class Packed(Struct, frozen=True):
    """What a file holds: the first line of its text. The photos' bytes follow in this order."""

    doorstep: int
    actor: Annotated[str, Meta(max_length=64)]
    org: Annotated[str, Meta(max_length=36)]
    device_id: Uuid | None = None
    ops: Annotated[tuple[PackedOp, ...], Meta(max_length=20_000)] = ()
    blobs: Annotated[tuple[PackedPhoto, ...], Meta(max_length=2000)] = ()


class PublicKey(Struct, frozen=True):
    """What a phone is given: the point of the curve and its name."""

    id: str
    point: str  # base64url of 65 bytes


def a_key() -> bytes:
    """A new private key, as it is kept."""
    made = ec.generate_private_key(ec.SECP256R1())
    plain = serialization.NoEncryption()
    return made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def public(pem: bytes) -> PublicKey:
    point = _point(_private(pem).public_key())
    return PublicKey(_name(point), _text(point))


def _private(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(type(key).__name__)
    return key


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(*_POINT)


def _name(point: bytes) -> str:
    return hashlib.sha256(point).hexdigest()[:16]


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _cipher(own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey, salt: bytes) -> AESGCM:
    shared = own.exchange(ec.ECDH(), other)
    return AESGCM(HKDF(hashes.SHA256(), 32, salt, INFO).derive(shared))


def sealed(plain: bytes, to: PublicKey, pem: bytes, chunk: int = 1024 * 1024) -> bytes:
    """Seal as the phone does; `pem` is the key pair made for this file. For tests and tools."""
    once = _private(pem)
    theirs = base64.urlsafe_b64decode(to.point + "=" * (-len(to.point) % 4))
    mine = _point(once.public_key())
    head = msgspec.json.encode(Seal(1, to.id, _text(mine), chunk)) + b"\n"
    cipher = _cipher(once, ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs), mine + theirs)
    parts = [plain[at : at + chunk] for at in range(0, len(plain), chunk)] or [b""]
    pieces = [
        cipher.encrypt(nonce(n, last=n == len(parts) - 1), part, head if n == 0 else None)
        for n, part in enumerate(parts)
    ]
    return head + b"".join(pieces)


class Opening:
    """A file opened as it arrives: `feed` takes bytes and gives text, `end` gives the rest."""

    def __init__(self, pem: bytes) -> None:
        self._key = _private(pem)
        self._held = bytearray()
        self._head = b""
        self._seal: Seal | None = None
        self._cipher: AESGCM | None = None
        self._number = 0

    def feed(self, data: bytes) -> bytes:
        self._held += data
        if self._seal is None and not self._begun():
            return b""
        piece = self._size()
        out = bytearray()
        while len(self._held) > piece:  # a full piece that is followed by something is not the last
            out += self._opened(bytes(self._held[:piece]), last=False)
            del self._held[:piece]
        return bytes(out)

    def end(self) -> bytes:
        if self._seal is None:
            raise NotSealed
        return self._opened(bytes(self._held), last=True)

    def _size(self) -> int:
        return (self._seal.chunk if self._seal else 0) + TAG

    def _begun(self) -> bool:
        at = self._held.find(b"\n", 0, _HEAD)
        if at < 0:
            if len(self._held) >= _HEAD:
                raise NotSealed
            return False
        self._head = bytes(self._held[: at + 1])
        del self._held[: at + 1]
        try:
            self._seal = msgspec.json.decode(self._head, type=Seal)
            theirs = base64.urlsafe_b64decode(self._seal.epk + "=" * (-len(self._seal.epk) % 4))
            other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise NotSealed from error
        mine = _point(self._key.public_key())
        if self._seal.doorstep != 1 or self._seal.key != _name(mine):
            raise WrongKey
        self._cipher = _cipher(self._key, other, theirs + mine)
        return True

    def _opened(self, piece: bytes, *, last: bool) -> bytes:
        if self._cipher is None:
            raise NotSealed
        try:
            said = self._head if self._number == 0 else None
            plain = self._cipher.decrypt(nonce(self._number, last=last), piece, said)
        except (InvalidTag, ValueError) as error:
            raise Tampered(piece=self._number) from error
        self._number += 1
        return plain
