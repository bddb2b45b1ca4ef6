"""Real picture files, made by an encoder from a painted scene: turned, with GPS, of any size and format.

The scene is a lit wall with a pipe, tiles and a stain, with enough texture to count as sharp. Nothing is copied from
anywhere; the same arguments give the same bytes.
"""

import io
from functools import cache
from random import Random  # noqa: TID251 - seeded painting

import pillow_heif
from PIL import Image, ImageChops, ImageCms, ImageDraw

GPS = {1: "N", 2: (31.0, 13.0, 49.2), 3: "E", 4: (121.0, 28.0, 25.5)}
TAKEN = "2026:11:22 15:42:00"
_BACK = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # orientation -> the transpose that makes a camera write it


def scene(width: int = 800, height: int = 600, seed: int = 1) -> Image.Image:
    """A wall with something broken on it; a red square in the top left corner tells which way is up."""
    luck = Random(seed)
    small = Image.frombytes("RGB", (64, 48), luck.randbytes(64 * 48 * 3))
    base = small.resize((width, height), Image.Resampling.BICUBIC)
    image = Image.blend(base, Image.new("RGB", (width, height), (170, 165, 150)), 0.55)
    brush = ImageDraw.Draw(image)
    for _ in range(40):
        x, y = luck.randrange(width), luck.randrange(height)
        size = luck.randrange(width // 40, width // 8)
        brush.rectangle((x, y, x + size, y + size // 2), fill=tuple(luck.randrange(30, 230) for _ in range(3)))
    image = ImageChops.add(image, _grain(width, height, luck), scale=1, offset=-32)
    brush = ImageDraw.Draw(image)
    brush.rectangle((0, 0, width // 8, height // 8), fill=(220, 20, 20))
    return image


def jpeg(image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or scene()).save(out, "JPEG", **{"quality": 85, **options})
    return out.getvalue()


def encoded(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    """The scene as PNG, WEBP, HEIF, MPO, TIFF, GIF or PDF."""
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    out = io.BytesIO()
    (image or scene()).save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1, *, gps: bool = True) -> bytes:
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010F] = "Phone"
    if gps:
        told.get_ifd(0x8825).update(GPS)
    told.get_ifd(0x8769)[0x9003] = TAKEN
    return told.tobytes()


def turned(orientation: int, image: Image.Image | None = None, kind: str = "JPEG") -> bytes:
    """What a camera held at an angle writes: pixels as the sensor lay, and a note how to turn them."""
    upright = image or scene()
    stored = upright if orientation == 1 else upright.transpose(Image.Transpose(_BACK[orientation]))
    if kind == "HEIF":
        return encoded("HEIF", stored, quality=60, exif=exif(orientation))
    return jpeg(stored, exif=exif(orientation))


def _grain(width: int, height: int, luck: Random) -> Image.Image:
    """What a sensor adds: without it, every picture looks out of focus."""
    tile = Image.frombytes("L", (256, 256), luck.randbytes(256 * 256)).point(lambda value: value // 4).convert("RGB")
    grain = Image.new("RGB", (width, height))
    for x in range(0, width, 256):
        for y in range(0, height, 256):
            grain.paste(tile, (x, y))
    return grain


@cache
def phone(seed: int = 7) -> bytes:
    """Nine megapixels from a phone held upright: turned sensor, GPS, a Display-P3-like profile left out."""
    return turned(6, scene(2598, 3464, seed))


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def is_upright(image: Image.Image) -> bool:
    """Whether the red square is in the top left corner."""
    red, green, blue = image.convert("RGB").getpixel((image.width // 20, image.height // 20))  # type: ignore[misc]
    return red > 150 and green < 90 and blue < 90
