"""Files that want to harm whoever decodes them, made by hand; none of them is kept in the repository.

Each entry of `TABLE` is a name, a maker of the bytes and the expected end: `ok`, or the code of the refusal.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from random import Random  # noqa: TID251 - seeded damage

from PIL import Image, ImageFilter

from tests.support.photos import encoded, exif, jpeg, scene, srgb_profile

PHP = b'<?php system($_GET["c"]); ?>'
SCRIPT = b"<script>alert(document.domain)</script>"


def _png(width: int, height: int, pixels: bytes, extra: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def scans() -> bytes:
    """A progressive picture whose last pass is repeated three thousand times: a minute of decoding in 150 KB."""
    whole = jpeg(Image.new("L", (4000, 4000), 128), progressive=True, quality=50)
    starts = [at for at in range(len(whole) - 1) if whole[at : at + 2] == b"\xff\xda"]
    return whole[:-2] + whole[starts[-1] : -2] * 3000 + whole[-2:]


def bomb() -> bytes:
    """30 000 × 30 000 pixels in a hundred kilobytes."""
    machine = zlib.compressobj(9)
    row = b"\0" * (1 + 30000 // 8)
    return _png(30000, 30000, b"".join(machine.compress(row) for _ in range(30000)) + machine.flush())


def text_bomb() -> bytes:
    """A comment that unpacks to 64 MB."""
    text = b"Comment\0\0" + zlib.compress(b"A" * 64 * 1024 * 1024, 9)
    extra = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    return _png(8, 8, zlib.compress(b"\0\0" * 8), extra)


def lying_jpeg() -> bytes:
    data = bytearray(jpeg())
    at = data.find(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65500, 65500)
    return bytes(data)


def lying_heic() -> bytes:
    data = bytearray(encoded("HEIF", quality=60))
    at = data.find(b"ispe")
    data[at + 8 : at + 16] = struct.pack(">II", 60000, 60000)
    return bytes(data)


def truncated() -> bytes:
    data = jpeg()
    return data[: len(data) // 2]


def damaged(seed: int) -> bytes:
    """One to three hundred bytes changed anywhere."""
    luck = Random(seed)
    data = bytearray(jpeg())
    for _ in range(luck.randrange(1, 300)):
        data[luck.randrange(len(data))] = luck.randrange(256)
    return bytes(data)


@cache
def _sound() -> tuple[bytes, ...]:
    """One small good photo in every format, turned and with metadata where the format has them."""
    small = scene(420, 340)
    return (
        jpeg(small, exif=exif(6), icc_profile=srgb_profile()),
        jpeg(small, progressive=True, comment=b"made by hand"),
        encoded("PNG", small),
        encoded("WEBP", small, quality=70),
        encoded("HEIF", small, quality=50, exif=exif(3)),
    )


def fuzzed(seed: int) -> bytes:
    """A good photo with bytes changed, blocks moved, doubled, cut out or filled, most often near its beginning."""
    luck = Random(seed)
    data = bytearray(_sound()[seed % len(_sound())])
    for _ in range(luck.randrange(1, 12)):
        reach = len(data) if luck.random() < 0.5 else min(len(data), 700)
        at, size = luck.randrange(reach), luck.choice((1, 1, 1, 2, 4, 64, 1024))
        match luck.randrange(6):
            case 0 | 1 | 2:
                data[at : at + size] = luck.randbytes(min(size, len(data) - at))
            case 3:
                data[at : at + size] = luck.choice((b"\0", b"\xff", b"\x7f")) * min(size, len(data) - at)
            case 4:
                del data[at : at + size]
            case _:
                data[at:at] = data[at : at + size]
        if not data:
            break
    return bytes(data)


def moving(kind: str) -> bytes:
    frames = [scene(400, 330, seed) for seed in range(3)]
    return encoded(kind, frames[0], save_all=True, append_images=frames[1:])


def polyglot() -> bytes:
    """A photo that is a JAR as well."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as jar:
        jar.writestr("Evil.class", "x" * 100)
    return jpeg() + out.getvalue()


def stuffed() -> bytes:
    """Ten megabytes of metadata around a small photo."""
    data = jpeg()
    segment = b"\xff\xe1" + struct.pack(">H", 65535) + b"X" * 65533
    return data[:2] + segment * 160 + data[2:]


def evil_exif() -> bytes:
    """EXIF that claims four thousand million values."""
    entry = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\xff\xff\xff\xff\0\x06\0\0\0\0\0\x08"
    data = jpeg()
    return data[:2] + b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(entry)) + b"Exif\0\0" + entry + data[2:]


def mpo() -> bytes:
    return encoded("MPO", save_all=True, append_images=[scene(400, 330)])


Maker = Callable[[], bytes]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n%%EndComments\n(%pipe%id) (r) file\n%%EOF"

TABLE: dict[str, tuple[Maker, str]] = {
    "01 three thousand scans": (scans, "too_many_scans"),
    "02 PNG of 900 megapixels": (bomb, "too_many_pixels"),
    "03 PNG with a text bomb": (text_bomb, "undecodable|too_small"),
    "04 JPEG that says 65500": (lying_jpeg, "too_many_pixels"),
    "05 HEIC that says 60000": (lying_heic, "too_many_pixels|undecodable"),
    "06 PNG 1 x 60000": (lambda: _png(1, 60000, zlib.compress(b"\0\0" * 60000)), "too_many_pixels"),
    "07 one pixel": (lambda: jpeg(Image.new("RGB", (1, 1))), "too_small"),
    "08 nothing": (lambda: b"", "empty"),
    "09 cut in half": (truncated, "undecodable"),
    "11 only the first bytes": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 200, "undecodable"),
    "12 SVG": (lambda: SVG, "not_a_photo"),
    "13 HTML": (lambda: b"<html>" + SCRIPT, "not_a_photo"),
    "14 moving GIF": (lambda: moving("GIF"), "not_a_photo"),
    "15 moving WebP": (lambda: moving("WEBP"), "animated"),
    "16 moving PNG": (lambda: moving("PNG"), "animated"),
    "17a TIFF": (lambda: encoded("TIFF"), "not_a_photo"),
    "17b EPS": (lambda: EPS, "not_a_photo"),
    "17c PDF": (lambda: encoded("PDF"), "not_a_photo"),
    "18 program": (lambda: b"MZ" + b"\0" * 500, "not_a_photo"),
    "19 photo and JAR": (polyglot, "ok"),
    "20a PHP in a comment": (lambda: jpeg(comment=PHP), "ok"),
    "20b script in a comment": (lambda: jpeg(comment=SCRIPT), "ok"),
    "21 turned, with GPS": (lambda: jpeg(exif=exif(6)), "ok"),
    "22 ten megabytes of metadata": (stuffed, "ok"),
    "23a evil EXIF": (evil_exif, "ok"),
    "23b broken profile": (lambda: jpeg(icc_profile=b"\0" * 40 + b"junk" * 50), "ok"),
    "24a CMYK": (lambda: jpeg(scene().convert("CMYK")), "ok"),
    "24b two pictures in one": (mpo, "ok"),
    "24c PNG with transparency": (lambda: encoded("PNG", scene().convert("RGBA")), "ok"),
    "24d HEIC": (lambda: encoded("HEIF", quality=60), "ok"),
    "24e WebP": (lambda: encoded("WEBP"), "ok"),
    "24f PNG of 16 bits": (lambda: encoded("PNG", scene().convert("L").convert("I;16")), "ok"),
    "24g grey": (lambda: jpeg(scene().convert("L")), "ok"),
    "24h palette": (lambda: encoded("PNG", scene().convert("P")), "ok"),
    "25a black": (lambda: jpeg(Image.new("RGB", (800, 600), (3, 3, 3))), "ok"),
    "25b blurred": (lambda: jpeg(scene().filter(ImageFilter.GaussianBlur(12))), "ok"),
    "26 AVIF": (lambda: b"\0\0\0\x1cftypavif" + b"\0" * 100, "not_a_photo"),
    "27 more than 25 MiB": (lambda: jpeg() + b"\0" * (25 * 1024 * 1024), "too_large"),
}
