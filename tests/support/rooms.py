"""Rooms as technicians photograph them, painted: walls lit from somewhere, tiles, pipes, sinks, cupboards, doors, lamps.

What makes real photos of different homes hard to tell apart is here on purpose: many rooms share their kind, their
colours and the way they are looked at. The same seed paints the same room. `CHANGES` are what becomes of a photo that
is used again, `honest` is the same room after work, photographed anew by hand.
"""

import io
from collections.abc import Callable
from random import Random  # noqa: TID251 - seeded painting

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

SIZE = (880, 660)
WALLS = ((214, 208, 196), (226, 224, 218), (190, 196, 194), (206, 190, 168), (170, 176, 186), (232, 226, 206))
FLOORS = ((120, 96, 74), (150, 146, 138), (92, 88, 86), (176, 160, 138), (70, 78, 84))
THINGS = ((60, 66, 72), (184, 60, 48), (48, 92, 140), (226, 226, 222), (120, 130, 120), (150, 110, 60), (30, 30, 34))


def room(seed: int) -> Image.Image:
    """One place, before the work."""
    luck = Random(seed)
    width, height = SIZE
    wall, floor = luck.choice(WALLS), luck.choice(FLOORS)
    image = Image.new("RGB", SIZE, wall)
    brush = ImageDraw.Draw(image)
    horizon = luck.randrange(int(height * 0.5), int(height * 0.85))
    corner = luck.randrange(int(width * 0.1), int(width * 0.9))
    darker = tuple(max(0, value - luck.randrange(12, 40)) for value in wall)
    brush.rectangle((corner, 0, width, horizon), fill=darker)
    brush.polygon(
        [(0, height), (0, horizon + 20), (corner, horizon), (width, horizon + 30), (width, height)], fill=floor
    )
    if luck.random() < 0.6:
        _tiles(brush, luck, horizon)
    for _ in range(luck.randrange(3, 9)):
        luck.choice((_cupboard, _sink, _pipe, _door, _stain, _socket))(brush, luck, horizon)
    return _lit(image, luck)


def _tiles(brush: ImageDraw.ImageDraw, luck: Random, horizon: int) -> None:
    step, top = luck.randrange(33, 110), luck.randrange(0, horizon // 2)
    shade = luck.randrange(120, 200)
    for x in range(luck.randrange(step), SIZE[0], step):
        brush.line((x, top, x, horizon), fill=(shade, shade, shade), width=1 + step // 30)
    for y in range(top, horizon, step):
        brush.line((0, y, SIZE[0], y), fill=(shade, shade, shade), width=1 + step // 30)


def _box(luck: Random, wide: tuple[int, int], tall: tuple[int, int]) -> tuple[int, int, int, int]:
    x, y = luck.randrange(-40, SIZE[0] - 30), luck.randrange(0, SIZE[1] - 40)
    return x, y, x + luck.randrange(*wide), y + luck.randrange(*tall)


def _cupboard(brush: ImageDraw.ImageDraw, luck: Random, _: int) -> None:
    box = _box(luck, (110, 400), (90, 290))
    brush.rectangle(box, fill=luck.choice(THINGS), outline=(40, 40, 40), width=2)
    brush.line(((box[0] + box[2]) // 2, box[1], (box[0] + box[2]) // 2, box[3]), fill=(40, 40, 40), width=2)


def _sink(brush: ImageDraw.ImageDraw, luck: Random, _: int) -> None:
    box = _box(luck, (145, 370), (75, 185))
    brush.ellipse(box, fill=(236, 238, 238), outline=(120, 124, 126), width=4)
    brush.ellipse((box[0] + 20, box[1] + 12, box[2] - 20, box[3] - 12), fill=(196, 202, 206))


def _pipe(brush: ImageDraw.ImageDraw, luck: Random, _: int) -> None:
    thick, grey = luck.randrange(9, 40), luck.randrange(90, 220)
    x, y = luck.randrange(SIZE[0]), luck.randrange(SIZE[1])
    ends = [(x, 0), (x, y), (luck.randrange(SIZE[0]), y)] if luck.random() < 0.6 else [(x, 0), (x, SIZE[1])]
    brush.line(ends, fill=(grey, grey, grey + 10), width=thick, joint="curve")


def _door(brush: ImageDraw.ImageDraw, luck: Random, horizon: int) -> None:
    x = luck.randrange(SIZE[0])
    brush.rectangle(
        (x, horizon // 6, x + luck.randrange(110, 240), horizon + 15), fill=luck.choice(THINGS), outline=(30, 30, 30)
    )


def _stain(brush: ImageDraw.ImageDraw, luck: Random, _: int) -> None:
    box, tone = _box(luck, (75, 290), (35, 200)), luck.randrange(90, 160)
    brush.ellipse(box, fill=(tone, tone - 14, tone - 40))


def _socket(brush: ImageDraw.ImageDraw, luck: Random, _: int) -> None:
    x, y = luck.randrange(SIZE[0]), luck.randrange(SIZE[1])
    brush.rounded_rectangle((x, y, x + 48, y + 48), 7, fill=(244, 244, 240), outline=(150, 150, 150))


def _lit(image: Image.Image, luck: Random) -> Image.Image:
    """Light from one side, a lamp, the sensor's noise."""
    ramp = Image.linear_gradient("L").rotate(luck.choice((0, 90, 180, 270))).resize(SIZE)
    image = Image.composite(image, ImageEnhance.Brightness(image).enhance(luck.uniform(0.45, 0.8)), ramp)
    lamp = ImageOps.invert(Image.radial_gradient("L")).resize((SIZE[0], SIZE[0])).crop((0, 0, *SIZE))
    lamp = ImageChops.offset(lamp, luck.randrange(SIZE[0]), luck.randrange(SIZE[1]))
    image = Image.composite(ImageEnhance.Brightness(image).enhance(luck.uniform(1.05, 1.35)), image, lamp)
    noise = (
        Image.frombytes("L", SIZE, luck.randbytes(SIZE[0] * SIZE[1])).point(lambda value: value // 12).convert("RGB")
    )
    return ImageChops.add(image, noise, offset=-10)


def _again(image: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def _cropped(image: Image.Image, share: float) -> Image.Image:
    x, y = int(image.width * share), int(image.height * share)
    return image.crop((x, y, image.width - x // 2, image.height - y // 2))


def _stamped(image: Image.Image) -> Image.Image:
    image = image.copy()
    ImageDraw.Draw(image).rectangle(
        (image.width - 312, image.height - 73, image.width, image.height - 15), fill=(250, 210, 30)
    )
    return image


def _off_a_screen(image: Image.Image) -> Image.Image:
    """Photographed from another phone's screen: a little turned, softer, flatter, with stripes and a rim."""
    stripes = Image.new("L", image.size, 255)
    for y in range(0, image.height, 4):
        ImageDraw.Draw(stripes).line((0, y, image.width, y), fill=225)
    shown = ImageChops.multiply(image, stripes.convert("RGB")).filter(ImageFilter.GaussianBlur(1.2))
    shown = (
        ImageEnhance.Contrast(shown)
        .enhance(0.85)
        .rotate(1.2, resample=Image.Resampling.BICUBIC, fillcolor=(12, 12, 14))
    )
    return _again(_cropped(shown, 0.015), 70)


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "re-JPEG q50": lambda image: _again(image, 50),
    "half size": lambda image: image.resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR),
    "+15 % light": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
    "-15 % light": lambda image: ImageEnhance.Brightness(image).enhance(0.85),
    "timestamp box": _stamped,
    "off a screen": _off_a_screen,
    "crop 3 %": lambda image: _cropped(image, 0.03),
    "crop 8 %": lambda image: _cropped(image, 0.08),
    "mirrored": ImageOps.mirror,
}


def honest(image: Image.Image, seed: int) -> Image.Image:
    """The same place after the work: a fifth of the frame is another, the light too, and the hand stood elsewhere."""
    luck = Random(seed)
    after = image.copy()
    x, y = luck.randrange(SIZE[0] // 2), luck.randrange(SIZE[1] // 2)
    patch = room(seed + 1_000_000).crop((0, 0, int(SIZE[0] * 0.45), int(SIZE[1] * 0.45)))
    after.paste(patch, (x, y))
    after = ImageEnhance.Brightness(after).enhance(luck.uniform(1.03, 1.15))
    turn, step = luck.uniform(-2, 2), luck.uniform(0.01, 0.05)
    return _cropped(after.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=(128, 128, 128)), step)
