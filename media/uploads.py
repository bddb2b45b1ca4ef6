"""The rules of a resumable upload: which bytes may come next, and when all have arrived.

The protocol is tus 1.0 with one addition: the upload's address is the SHA-256 of the bytes, chosen by the
phone when the shutter is pressed. The first attempt carries the body; after a cut the phone asks for the
offset and goes on there. The truth about the offset is the number of bytes in the store, never a row.

Units    bytes; the life of an unfinished upload in days (shifts, holidays: thirty, not one).
Errors   `BadUpload`, `TooLarge`, `OffsetMismatch`, `EmptyFile`, `WrongUploadType`.
Pure     yes.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from media.problems import BadUpload, EmptyFile, OffsetMismatch, TooLarge, WrongUploadType

TUS = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration"
MAX_BYTES = 25 * 1024 * 1024
BODY_TYPE = "application/offset+octet-stream"
KEEP_PARTIAL = timedelta(days=30)
METADATA_LIMIT = 4096

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[0-9]{1,15}")


class Piece(Struct, frozen=True):
    """Some bytes of an upload: where they start, where the whole ends; the first `skip` of them are held already."""

    offset: int
    length: int
    skip: int = 0


def sha256(text: str) -> str:
    """The hash an upload is named by, or `BadUpload`."""
    if not _SHA256.fullmatch(text):
        raise BadUpload(header="sha256")
    return text


def key(org_id: str, actor_id: str, sha: str) -> str:
    """The name of an unfinished upload in the store: nobody continues, or learns of, somebody else's."""
    whose = hashlib.sha256(f"{org_id}\x1f{actor_id}".encode()).hexdigest()
    return f"{sha}-{whose[:16]}"


def length(header: str | None) -> int:
    """`Upload-Length` within what a photo may have."""
    size = _number(header, "Upload-Length")
    if size == 0:
        raise EmptyFile
    if size > MAX_BYTES:
        raise TooLarge(limit=MAX_BYTES)
    return size


def offset(header: str | None) -> int:
    """`Upload-Offset` of a request."""
    return _number(header, "Upload-Offset")


def body_type(content_type: str | None, content_encoding: str | None) -> None:
    """Only raw bytes: a compressed body would make every offset a lie."""
    bare = (content_type or "").partition(";")[0].strip().lower()
    if bare != BODY_TYPE or (content_encoding or "identity").lower() != "identity":
        raise WrongUploadType(expected=BODY_TYPE)


def goes_on(claimed: int, held: int) -> None:
    """Whether a piece that starts at `claimed` continues what is held."""
    if claimed != held:
        raise OffsetMismatch(offset=held)


def fits(piece: Piece) -> None:
    """More bytes than announced are refused before they are written."""
    if piece.offset > piece.length:
        raise TooLarge(limit=piece.length)


def same_length(announced: int, known: int) -> None:
    """The same hash cannot have two lengths."""
    if announced != known:
        raise BadUpload(header="Upload-Length", known=known)


def expiry(now: datetime) -> datetime:
    return now + KEEP_PARTIAL


def metadata(header: str | None) -> Mapping[str, str]:
    """`Upload-Metadata` of a stock tus client. Values are base64 of UTF-8; what is not is refused."""
    if header is None or not header.strip():
        return {}
    if len(header) > METADATA_LIMIT:
        raise BadUpload(header="Upload-Metadata")
    told: dict[str, str] = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        if not key or key in told:
            raise BadUpload(header="Upload-Metadata")
        try:
            told[key] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadUpload(header="Upload-Metadata") from error
    return told


def mime(told: str | None) -> str:
    """What the sender says the bytes are: kept as a short label, never trusted, never served."""
    bare = (told or "").partition(";")[0].strip().lower()
    return bare if re.fullmatch(r"[a-z]+/[a-z0-9.+-]{1,30}", bare) else "application/octet-stream"


def _number(header: str | None, name: str) -> int:
    if header is None or not _NUMBER.fullmatch(header):
        raise BadUpload(header=name)
    return int(header)
