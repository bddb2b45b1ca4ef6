"""Photos by their hash: sent in pieces, taken up again after a cut, served to who may see them.

The protocol is tus 1.0; the address of an upload is the SHA-256 of its bytes, chosen by the phone, so the
first request can carry the body and a lost answer loses nothing. The last byte is answered only after the photo
was verified and developed: a photo that is none is refused while its maker still stands in front of it.

Errors   those of `media.problems`; unknown and foreign bytes are the same `UnknownBlob`.
Effects  those of `api.uploading`.
"""

from email.utils import format_datetime
from typing import Annotated

from litestar import Response, get, head, patch, post, route
from litestar.params import FromPath, QueryParameter

import media.queries
from api.edge import Asked, Db, Me
from api.uploading import Desk, may_read
from kernel.actors import Role
from media import ranges, uploads
from media.blobs import BlobStore, Variant
from media.model import Blob, BlobState
from media.problems import BadUpload, UnknownBlob, WrongTusVersion

BASE = "/api/v1/blobs"
ONE = BASE + "/{sha256:str}"
WRITE = {"policy": "blobs.write", "body": "raw"}
# Sealed: what a camera wrote, with place and device in it, is for who works on the order or answers for it.
SEES_ORIGINALS = frozenset({Role.TECHNICIAN, Role.DISPATCHER, Role.LEAD, Role.ADMIN})
LARGEST = uploads.MAX_BYTES + 1  # one more than allowed, so that our own refusal is the one that is told


def told(upload: Blob | None, offset: int, status: int, **more: str) -> Response[None]:
    """An empty answer with the headers of the protocol."""
    headers = {"Tus-Resumable": uploads.TUS, "Upload-Offset": str(offset), "Cache-Control": "no-store", **more}
    if upload is not None:
        headers["Upload-Length"] = str(upload.size)
        if upload.expires_at is not None and upload.state is BlobState.PARTIAL and offset < upload.size:
            headers["Upload-Expires"] = format_datetime(upload.expires_at, usegmt=True)
    return Response(None, status_code=status, headers=headers)


def check_version(request: Asked) -> None:
    """A stock client names its version; ours need not."""
    if request.headers.get("tus-resumable", uploads.TUS) != uploads.TUS:
        raise WrongTusVersion(expected=uploads.TUS)


async def create(request: Asked, desk: Desk, mime: str, *, anew: bool = False) -> Response[None]:
    """Announce an upload and, when the request has a body, receive it.

    Who names his uploads is told after a cut where to go on; a stock client cannot know the address of an upload whose
    answer it never heard, creates it anew and must not be refused for ever.
    """
    length = uploads.length(request.headers.get("upload-length"))
    bodied = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if bodied:
        uploads.body_type(request.headers.get("content-type"), request.headers.get("content-encoding"))
    upload = await desk.begin(length, mime)
    location = {"Location": f"{BASE}/{desk.sha256}"}
    if upload.state is BlobState.PRESENT:
        return told(upload, upload.size, 201, **location)
    if not bodied:
        offset, upload = await desk.state()
        return told(upload, offset, 201, **location)
    return told(upload, await desk.take_in(upload, 0, anew=anew), 201, **location)


@post(ONE, opt=WRITE, status_code=201, request_max_body_size=LARGEST)
async def sent(request: Asked, me: Me, sha256: FromPath[str]) -> Response[None]:
    """The first attempt: named by its hash, carrying its body."""
    check_version(request)
    return await create(request, Desk(request, me, sha256), uploads.mime(request.headers.get("upload-mime")))


@post(BASE, opt=WRITE, status_code=201, request_max_body_size=LARGEST)
async def announced(request: Asked, me: Me) -> Response[None]:
    """Creation as a stock tus client does it; the hash is in the metadata."""
    check_version(request)
    metadata = uploads.metadata(request.headers.get("upload-metadata"))
    if "sha256" not in metadata:
        raise BadUpload(header="Upload-Metadata")
    mime = uploads.mime(metadata.get("filetype"))
    return await create(request, Desk(request, me, metadata["sha256"]), mime, anew=True)


@patch(ONE, opt=WRITE, status_code=200, request_max_body_size=LARGEST)
async def continued(request: Asked, me: Me, sha256: FromPath[str]) -> Response[None]:
    """The rest of an upload, from where it was cut."""
    check_version(request)
    uploads.body_type(request.headers.get("content-type"), request.headers.get("content-encoding"))
    offset = uploads.offset(request.headers.get("upload-offset"))
    desk = Desk(request, me, sha256)
    upload = await desk.known()
    return told(upload, await desk.take_in(upload, offset), 204)


@head(ONE, opt={"policy": "blobs.write"}, status_code=200)
async def asked(request: Asked, me: Me, sha256: FromPath[str]) -> Response[None]:
    """Where to go on."""
    check_version(request)
    offset, upload = await Desk(request, me, sha256).state()
    return told(upload, offset, 200)


@route([BASE, ONE], http_method=["OPTIONS"], opt={"policy": "public", "body": "raw"}, status_code=200)
async def offered() -> Response[None]:
    """What this server can do with uploads."""
    headers = {
        "Tus-Resumable": uploads.TUS,
        "Tus-Version": uploads.TUS,
        "Tus-Extension": uploads.EXTENSIONS,
        "Tus-Max-Size": str(uploads.MAX_BYTES),
    }
    return Response(None, status_code=204, headers=headers)


@get(ONE, opt={"policy": "blobs.read"})
async def shown(
    request: Asked,
    database: Db,
    me: Me,
    sha256: FromPath[str],
    v: Annotated[str, QueryParameter(pattern="^(thumb|master|original)$")] = "master",
) -> Response[bytes]:
    """The photo. Thumb and master carry nothing but pixels; the original is what was sent, as a download."""
    sha256 = uploads.sha256(sha256)
    async with database.read() as conn:
        held = await media.queries.blob(conn, me.org_id, sha256)
        if held is None or not await may_read(conn, me, sha256):
            raise UnknownBlob
    variant = Variant(v)
    if variant is Variant.ORIGINAL and me.role not in SEES_ORIGINALS:
        raise UnknownBlob
    return await served(request, held, variant)


async def served(request: Asked, held: Blob, variant: Variant) -> Response[bytes]:
    """The bytes of a variant or the asked part of them, under headers that let a browser make nothing else of them."""
    blobs: BlobStore = request.app.state.blobs
    whole = variant is Variant.ORIGINAL
    tag = f'"{held.sha256[:32]}-{variant}"'
    suffix = held.mime.removeprefix("image/") if whole else "jpg"
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, max-age=31536000, immutable",
        "Content-Disposition": f'{"attachment" if whole else "inline"}; filename="photo-{held.sha256[:12]}.{suffix}"',
        "ETag": tag,
        "Accept-Ranges": "bytes",
    }
    if request.headers.get("if-none-match", "") == tag:
        return Response(b"", status_code=304, headers=headers)
    data = await blobs.open(held.sha256, variant)
    mime = held.mime if whole else "image/jpeg"
    asked = request.headers.get("range", "") if request.headers.get("if-range", tag) == tag else ""
    found = ranges.part(asked, len(data))
    if found is None:
        return Response(data, media_type=mime, headers=headers)
    some = data[found.first : found.last + 1]
    return Response(some, status_code=206, media_type=mime, headers={**headers, "Content-Range": found.told})


# `offered` first: a path that is known without an OPTIONS handler is given Litestar's own.
HANDLERS = (offered, sent, announced, continued, asked, shown)
