"""Photos at arm's length: decode safely, turn upright, forget everything but the pixels.

The master is exactly the JPEG decoder's own half (quarter, eighth) picture where that keeps the long side at
1600 pixels or more: a 12-megapixel photo becomes 2016 × 1512 without any resampling, in less time than one full
decode. Only pixels survive: they are copied into a new picture, so no EXIF, GPS, comment, profile or trailer
can follow. Colours are turned into sRGB first.

Refused: other formats than JPEG, PNG, WebP and HEIC (judged by the bytes), more than 25 MiB or 50 megapixels or
12 000 pixels on a side, less than 320 on a side, more than 64 JPEG scans, moving pictures, and whatever does not
decode to its end.

Units    bytes, pixels; luma 0..255; sharpness is the variance of the 3×3 Laplacian at 512 pixels.
Errors   `EmptyFile`, `NotAPhoto`, `TooLarge`, `TooManyPixels`, `TooSmall`, `TooManyScans`, `Animated`, `Undecodable`.
Effects  CPU and memory only; run it in `media.workshop`, not in the server's process.
"""

import base64
import io
import warnings
from typing import Any

import pi_heif
from PIL import Image, ImageCms, ImageFilter, ImageOps, ImageStat

from kernel.errors import Problem
from media.model import Developed, Quality
from media.problems import Animated, EmptyFile, NotAPhoto, TooLarge, TooManyPixels, TooManyScans, TooSmall, Undecodable
from media.uploads import MAX_BYTES

MAX_PIXELS = 50_000_000
MAX_SIDE = 12_000
MIN_SIDE = 320
MAX_SCANS = 64
MASTER_SIDE = 2016
MASTER_LEAST = 1600
THUMB_SIDE = 336
PAPER_SIDE = 672  # 200 dpi where a certificate shows a photo largest
DARK = 25.0
BLURRY = 100.0

_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": "image/heic"}
_ORIENTATION, _EXIF, _TAKEN = 0x0112, 0x8769, 0x9003
_LAPLACIAN = ImageFilter.Kernel((3, 3), [0, 1, 0, 1, -4, 1, 0, 1, 0], scale=1, offset=128)


def prepare() -> None:
    """Register HEIC and arm Pillow's own limits; once per process."""
    pi_heif.register_heif_opener(thumbnails=False)
    Image.init()
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def sniff(data: bytes) -> str:
    """The format by the first bytes: JPEG, PNG, WEBP or HEIF."""
    if not data:
        raise EmptyFile
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "HEIF"
    raise NotAPhoto


def develop(data: bytes) -> Developed:
    """The safe photo, or the reason why these bytes are none."""
    if len(data) > MAX_BYTES:
        raise TooLarge(limit=MAX_BYTES)
    kind = sniff(data)
    if kind == "JPEG" and data.count(b"\xff\xda") > MAX_SCANS:
        raise TooManyScans(limit=MAX_SCANS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # broken metadata is dropped anyway
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            master, camera_time = _read(data, kind)
    except Problem:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(limit=MAX_PIXELS) from error
    except Exception as error:  # a decoder fed with hostile bytes may raise anything; all of it means one thing
        raise Undecodable(why=type(error).__name__) from error
    return _render(master, _MIMES[kind], camera_time)


def _read(data: bytes, kind: str) -> tuple[Image.Image, str]:
    with Image.open(io.BytesIO(data), formats=["JPEG", "MPO"] if kind == "JPEG" else [kind]) as image:
        _measure(image, kind)
        return _master(image, kind), _camera_time(image)


def _measure(image: Image.Image, kind: str) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise TooManyPixels(width=width, height=height, limit=MAX_PIXELS)
    if min(width, height) < MIN_SIDE:
        raise TooSmall(width=width, height=height, limit=MIN_SIDE)
    # A JPEG may carry a second picture (depth map, stereo); a HEIC several stills. Neither moves.
    if kind in {"PNG", "WEBP"} and getattr(image, "n_frames", 1) > 1:
        raise Animated


def _master(image: Image.Image, kind: str) -> Image.Image:
    """Upright sRGB pixels with a long side of at most `MASTER_SIDE`, in a picture that holds nothing else."""
    if kind == "JPEG" and image.mode in {"RGB", "L"}:
        shrink = next(by for by in (8, 4, 2, 1) if by == 1 or max(image.size) // by >= MASTER_LEAST)
        image.draft(image.mode, (image.width // shrink, image.height // shrink))
    image.load()
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    pixels = _flat(_srgb(upright, profile))
    if max(pixels.size) > MASTER_SIDE:
        pixels.thumbnail((MASTER_SIDE, MASTER_SIDE), Image.Resampling.BICUBIC, reducing_gap=1.5)
    clean = Image.new("RGB", pixels.size)
    clean.paste(pixels)
    return clean


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as sRGB; a profile that is broken or does not fit the pixels is ignored."""
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if image.mode == "RGB" and "sRGB" in ImageCms.getProfileDescription(source):
            return image
        turned: Any = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return turned if isinstance(turned, Image.Image) else image


def _flat(image: Image.Image) -> Image.Image:
    """RGB without transparency: what shone through is white, as on paper."""
    if image.mode.startswith("I") or image.mode == "F":
        highest = float(str(image.getextrema()[1]))
        scale = 1 / 256 if image.mode.startswith("I;16") or highest > 255 else 1.0
        return image.convert("F").point(lambda value: value * scale).convert("L").convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    return image if image.mode == "RGB" else image.convert("RGB")


def _camera_time(image: Image.Image) -> str:
    """When the camera says it was taken, printable characters only."""
    try:
        told = image.getexif().get_ifd(_EXIF).get(_TAKEN)
    except Exception:  # noqa: BLE001 - EXIF is hostile input and only a claim
        return ""
    text = told.strip("\0 ") if isinstance(told, str) else ""
    return text if len(text) == 19 and text.isascii() and text.isprintable() else ""


def _render(master: Image.Image, mime: str, camera_time: str) -> Developed:
    thumb, paper = _reduced(master, THUMB_SIDE), _reduced(master, PAPER_SIDE)
    grey = thumb.convert("L")
    luma = round(ImageStat.Stat(grey).mean[0], 1)
    sharpness = _sharpness(master)
    told = [name for name, yes in (("dark", luma < DARK), ("blurry", sharpness < BLURRY)) if yes]
    quality = Quality(
        width=master.width,
        height=master.height,
        luma=luma,
        sharpness=sharpness,
        dhash=_dhash(grey),
        lqip=_lqip(thumb),
        warnings=tuple(told),
    )
    mirror = _dhash(ImageOps.mirror(grey))
    return Developed(mime, _jpeg(master, 80), _jpeg(thumb, 78), quality, mirror, camera_time, _jpeg(paper, 72))


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _lqip(thumb: Image.Image) -> str:
    """A placeholder of about a hundred bytes that fits into a row."""
    tall = thumb.height > thumb.width
    out = io.BytesIO()
    thumb.resize((12, 16) if tall else (16, 12), Image.Resampling.BOX).save(out, "WEBP", quality=20, method=6)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode()


def _sharpness(master: Image.Image) -> float:
    width = 512
    height = max(3, round(width * master.height / master.width))
    edges = master.convert("L").resize((width, height), Image.Resampling.BOX).filter(_LAPLACIAN)
    # The filter leaves the outermost pixels as they were: a black picture would look sharp.
    inner = edges.crop((1, 1, width - 1, height - 1))
    return round(ImageStat.Stat(inner).var[0], 1)


def _dhash(grey: Image.Image) -> int:
    """64 bits: in each of eight rows, whether the next of nine samples is brighter."""
    small = grey.resize((9, 8), Image.Resampling.BILINEAR).tobytes()
    value = 0
    for row in range(8):
        for column in range(8):
            value = value << 1 | (small[row * 9 + column] < small[row * 9 + column + 1])
    return value


def for_print(master: bytes) -> bytes:
    """The print rendition of a master whose own is not kept."""
    with Image.open(io.BytesIO(master), formats=["JPEG"]) as image:
        return _jpeg(_reduced(image.convert("RGB"), PAPER_SIDE), 72)


def _reduced(image: Image.Image, side: int) -> Image.Image:
    return image.reduce(max(1, round(max(image.size) / side)))
