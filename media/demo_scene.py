"""Painted photographs for the demo company: what breaks in a building, before and after.

No camera took these. A scene is a lit wall, floor or panel with the thing that broke; `after` repairs it. Grain,
vignette and a little blur make them look taken, and make every one differ, so that the checks for re-used
photos have something honest to look at. The same key gives the same bytes.

Units    pixels; 4:3, 1024 wide.
Effects  CPU only; about 40 ms a picture.
"""

import io
from collections.abc import Callable
from functools import cache
from math import cos, radians, sin
from random import Random  # noqa: TID251 - seeded painting, nothing secret

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDE, HIGH = 1024, 768
Colour = tuple[int, int, int]
Brush = ImageDraw.ImageDraw

OF_TRADE = {
    "PLB": ("pipe", "ceiling"),
    "PMP": ("pump",),
    "HYG": ("drain",),
    "ELE": ("panel", "lamp", "socket"),
    "LVS": ("reader", "gate"),
    "LFT": ("lift",),
    "HVC": ("air",),
    "FIR": ("hydrant",),
    "DWL": ("lock",),
    "CIV": ("wall", "tile"),
    "GAS": ("pipe",),
    "GEN": ("play", "wall"),
}


def paint(scene: str, *, after: bool, take: int) -> bytes:
    """One JPEG. `take` is another visit: other light, other angle, other place."""
    luck = Random(f"{scene}-{take}")  # noqa: S311 - the same place before and after
    image = _wall(luck, dark=scene in {"pump", "lift", "gate"})
    brush = ImageDraw.Draw(image)
    _PAINTERS[scene](image, brush, luck, after)
    return _taken(image, Random(f"{scene}-{take}-{after}"), grain=5 + take % 3)  # noqa: S311 - grain


def _wall(luck: Random, *, dark: bool) -> Image.Image:
    """A wall lit from one side, above a floor."""
    low, high = ((58, 92), (70, 110)) if dark else ((168, 214), (186, 232))
    base = luck.randint(*low)
    warm = luck.randint(-10, 14)
    shade = Image.linear_gradient("L").rotate(luck.choice((0, 90, 180, 270)))
    shade = shade.resize((WIDE, HIGH), Image.Resampling.BILINEAR)
    light: Colour = (min(255, base + 26 + warm), base + 24, max(0, base + 18 - warm))
    deep: Colour = (max(0, base - 22 + warm), base - 24, max(0, base - 30 - warm))
    image = Image.composite(Image.new("RGB", (WIDE, HIGH), light), Image.new("RGB", (WIDE, HIGH), deep), shade)
    brush = ImageDraw.Draw(image)
    floor = luck.randint(int(HIGH * 0.78), int(HIGH * 0.9))
    tone = max(30, high[0] - 70)
    brush.rectangle((0, floor, WIDE, HIGH), fill=(tone, tone - 6, tone - 14))
    brush.line((0, floor, WIDE, floor), fill=(tone - 30, tone - 32, tone - 36), width=6)
    for x in range(0, WIDE, luck.randint(120, 210)):
        brush.line((x, floor, x + (x - WIDE // 2) // 3, HIGH), fill=(tone - 16, tone - 18, tone - 24), width=2)
    return image


def _taken(image: Image.Image, luck: Random, *, grain: int) -> bytes:
    """What a phone makes of it: a slight turn, softness, grain, darker corners."""
    angle, zoom = radians(luck.uniform(-2.2, 2.2)), 0.94
    along, across = zoom * cos(angle), zoom * sin(angle)
    shift_x = (WIDE - along * WIDE - across * HIGH) / 2
    shift_y = (HIGH + across * WIDE - along * HIGH) / 2
    matrix = (along, across, shift_x, -across, along, shift_y)
    framed = image.transform((WIDE, HIGH), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    shaded = ImageChops.multiply(framed.filter(ImageFilter.BoxBlur(0.6)), _corners())
    noise = Image.frombytes("L", (WIDE // 2, HIGH // 2), luck.randbytes(WIDE * HIGH // 4))
    grains = noise.point(lambda value: value * grain // 128).resize((WIDE, HIGH), Image.Resampling.NEAREST)
    out = io.BytesIO()
    ImageChops.add(shaded, Image.merge("RGB", (grains,) * 3)).save(out, "JPEG", quality=82)
    return out.getvalue()


@cache
def _corners() -> Image.Image:
    shade = Image.radial_gradient("L").point(lambda value: 255 - max(0, value - 90) // 2)
    return shade.resize((WIDE, HIGH), Image.Resampling.BILINEAR).convert("RGB")


def _tube(brush: Brush, box: tuple[int, int, int, int], colour: Colour) -> None:
    """A pipe with a light and a dark side."""
    left, top, right, bottom = box
    brush.rectangle(box, fill=colour)
    lighter: Colour = (min(255, colour[0] + 45), min(255, colour[1] + 45), min(255, colour[2] + 45))
    darker: Colour = (colour[0] * 2 // 3, colour[1] * 2 // 3, colour[2] * 2 // 3)
    if right - left > bottom - top:
        third = (bottom - top) // 4
        brush.rectangle((left, top + third // 2, right, top + third), fill=lighter)
        brush.rectangle((left, bottom - third, right, bottom), fill=darker)
    else:
        third = (right - left) // 4
        brush.rectangle((left + third // 2, top, left + third, bottom), fill=lighter)
        brush.rectangle((right - third, top, right, bottom), fill=darker)


def _stain(image: Image.Image, luck: Random, middle: tuple[int, int], size: int, colour: Colour) -> None:
    """Something that soaked in: overlapping soft blots."""
    mask = Image.new("L", (WIDE // 4, HIGH // 4), 0)
    brush = ImageDraw.Draw(mask)
    for _ in range(9):
        x, y = middle[0] + luck.randint(-size, size), middle[1] + luck.randint(-size // 2, size // 2)
        wide, deep = luck.randint(size // 3, size), luck.randint(size // 4, size // 2)
        brush.ellipse(((x - wide) // 4, (y - deep) // 4, (x + wide) // 4, (y + deep) // 4), fill=luck.randint(70, 150))
    _pour(image, mask.filter(ImageFilter.GaussianBlur(3)), colour)


def _pour(image: Image.Image, mask: Image.Image, colour: Colour) -> None:
    image.paste(colour, (0, 0, WIDE, HIGH), mask.resize((WIDE, HIGH), Image.Resampling.BILINEAR))


def _screws(brush: Brush, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    for x, y in ((left, top), (right, top), (left, bottom), (right, bottom)):
        brush.ellipse((x - 7, y - 7, x + 7, y + 7), fill=(150, 150, 148), outline=(90, 90, 90))
        brush.line((x - 4, y - 4, x + 4, y + 4), fill=(70, 70, 70), width=2)


def _plate(brush: Brush, box: tuple[int, int, int, int], colour: Colour, edge: Colour) -> None:
    brush.rounded_rectangle((box[0] + 8, box[1] + 10, box[2] + 8, box[3] + 10), 16, fill=(60, 58, 56))
    brush.rounded_rectangle(box, 16, fill=colour, outline=edge, width=5)


def _pipe(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    y, x = luck.randint(260, 380), luck.randint(420, 600)
    copper = luck.choice(((176, 116, 82), (206, 208, 206), (120, 150, 128)))
    _tube(brush, (0, y, WIDE, y + 56), copper)
    _tube(brush, (x, y, x + 56, HIGH), copper)
    joint: Colour = (214, 182, 84) if after else (126, 92, 60)
    brush.rounded_rectangle((x - 34, y - 16, x + 90, y + 76), 12, fill=joint, outline=(70, 56, 40), width=4)
    if after:
        brush.rounded_rectangle((x - 10, y - 34, x + 66, y - 12), 8, fill=(52, 108, 176))
        return
    _stain(image, luck, (x + 30, y + 190), 120, (96, 88, 70))
    for _ in range(26):
        dx, length = luck.randint(-70, 130), luck.randint(30, 220)
        brush.line((x + dx, y + 76, x + dx + luck.randint(-12, 12), y + 76 + length), fill=(206, 222, 232), width=3)
    brush.ellipse((x - 210, HIGH - 96, x + 260, HIGH - 24), fill=(148, 168, 182))


def _ceiling(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    brush.polygon([(0, 0), (WIDE, 0), (WIDE - 120, 330), (110, 330)], fill=(228, 226, 220))
    brush.line((110, 330, WIDE - 120, 330), fill=(168, 164, 156), width=5)
    x = luck.randint(360, 640)
    brush.ellipse((x - 230, 60, x - 120, 120), fill=(252, 248, 224), outline=(196, 190, 176), width=6)
    if after:
        brush.rectangle((x - 60, 110, x + 190, 290), fill=(238, 237, 233))
        return
    _stain(image, luck, (x + 60, 200), 150, (164, 128, 74))
    _stain(image, luck, (x + 60, 210), 80, (122, 92, 54))
    for _ in range(8):
        dx, fall = luck.randint(-60, 180), 320 + luck.randint(0, 180)
        brush.ellipse((x + dx, fall, x + dx + 8, fall + 20), fill=(200, 214, 222))


def _drain(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    for x in range(0, WIDE, 128):
        brush.line((x, 300, x - 90, HIGH), fill=(150, 148, 142), width=4)
    for y in range(320, HIGH, 96):
        brush.line((0, y, WIDE, y), fill=(150, 148, 142), width=4)
    x, y = luck.randint(400, 600), luck.randint(470, 560)
    if not after:
        brush.ellipse((x - 330, y - 150, x + 330, y + 150), fill=(104, 98, 80))
        _stain(image, luck, (x, y), 160, (74, 66, 48))
    brush.rounded_rectangle((x - 90, y - 70, x + 90, y + 70), 14, fill=(176, 178, 178), outline=(96, 96, 96), width=6)
    for offset in range(-66, 67, 22):
        brush.line((x + offset, y - 48, x + offset, y + 48), fill=(46, 44, 42), width=8)


def _panel(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    left = luck.randint(250, 330)
    _plate(brush, (left, 120, left + 460, 590), (206, 208, 206), (120, 122, 122))
    brush.rectangle((left + 34, 190, left + 426, 420), fill=(66, 68, 72))
    broken = luck.randint(2, 5)
    for n in range(8):
        x = left + 46 + n * 47
        bad = n == broken and not after
        brush.rectangle((x, 214, x + 40, 396), fill=(38, 36, 36) if bad else (232, 232, 230), outline=(20, 20, 20))
        up = 330 if bad else 250
        brush.rectangle((x + 12, up, x + 28, up + 44), fill=(214, 92, 40) if bad else (32, 92, 168))
        brush.line(
            (x + 20, 214, x + 20 + (n - 4) * 5, 150),
            fill=luck.choice(((200, 40, 36), (40, 90, 190), (232, 200, 60))),
            width=6,
        )
    _screws(brush, (left + 24, 144, left + 436, 566))
    if not after:
        _stain(image, luck, (left + 66 + broken * 47, 300), 44, (28, 22, 18))


def _lamp(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    x, y = luck.randint(420, 600), luck.randint(200, 280)
    if after:
        glow = Image.new("L", (WIDE // 8, HIGH // 8), 0)
        ImageDraw.Draw(glow).ellipse(((x - 420) // 8, (y - 320) // 8, (x + 420) // 8, (y + 420) // 8), fill=150)
        _pour(image, glow.filter(ImageFilter.GaussianBlur(11)), (255, 242, 204))
    else:
        image.paste((22, 24, 32), (0, 0, WIDE, HIGH), Image.new("L", (WIDE, HIGH), 120))
    brush.ellipse((x - 150, y - 130, x + 150, y + 130), fill=(255, 252, 236) if after else (122, 120, 112))
    brush.ellipse((x - 150, y - 130, x + 150, y + 130), outline=(96, 94, 90), width=10)


def _socket(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    x, y = luck.randint(360, 520), luck.randint(240, 330)
    _plate(brush, (x, y, x + 230, y + 230), (238, 236, 230), (186, 184, 178))
    for dx, dy in ((70, 80), (140, 80), (105, 150)):
        brush.rounded_rectangle((x + dx, y + dy, x + dx + 18, y + dy + 40), 6, fill=(40, 38, 36))
    if not after:
        _stain(image, luck, (x + 120, y + 90), 70, (32, 24, 18))
        brush.line((x + 40, y + 12, x + 90, y + 96, x + 60, y + 200), fill=(60, 46, 34), width=5)


def _lift(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    left = luck.randint(220, 300)
    brush.rectangle((left, 60, left + 470, 690), fill=(150, 156, 162), outline=(86, 90, 96), width=14)
    gap = 10 if after else 120
    middle = left + 235
    brush.rectangle((middle - gap, 70, middle + gap, 680), fill=(24, 24, 28))
    for x in (left + 60, left + 120, middle + gap + 30, middle + gap + 80):
        brush.line((x, 80, x, 672), fill=(176, 182, 188), width=9)
    brush.rounded_rectangle((left + 520, 300, left + 610, 470), 12, fill=(60, 62, 66))
    lit: Colour = (70, 210, 120) if after else (232, 70, 52)
    brush.ellipse((left + 545, 320, left + 585, 360), fill=lit)
    brush.rectangle((left + 200, 12, left + 290, 50), fill=(20, 20, 22))
    brush.text((left + 228, 18), "12" if after else "--", fill=lit, font_size=26)


def _lock(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    brush.rectangle((180, 0, 860, HIGH), fill=luck.choice(((112, 74, 46), (94, 98, 104), (136, 96, 62))))
    for x in range(200, 860, 34):
        brush.line((x, 0, x + luck.randint(-10, 10), HIGH), fill=(88, 58, 38), width=2)
    _plate(brush, (600, 250, 720, 560), (190, 184, 170) if after else (138, 130, 116), (92, 86, 76))
    brush.rounded_rectangle((480, 322, 690, 356), 16, fill=(206, 202, 190))
    brush.ellipse((636, 440, 686, 490), fill=(214, 190, 110) if after else (70, 62, 50), outline=(60, 56, 48), width=4)
    if not after:
        for _ in range(14):
            brush.line(
                [(luck.randint(590, 740), luck.randint(400, 540)) for _ in range(2)], fill=(226, 214, 196), width=2
            )


def _air(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    x = luck.randint(180, 260)
    _plate(brush, (x, 120, x + 600, 320), (240, 241, 240), (190, 192, 192))
    for y in range(250, 306, 16):
        brush.line((x + 30, y, x + 570, y), fill=(150, 152, 154), width=6)
    brush.rectangle((x + 500, 150, x + 560, 176), fill=(30, 60, 50))
    brush.text((x + 508, 150), "24" if after else "E4", fill=(90, 240, 150) if after else (240, 80, 60), font_size=24)
    if not after:
        _stain(image, luck, (x + 260, 470), 110, (176, 156, 116))
        for _ in range(18):
            dx = luck.randint(60, 520)
            brush.line((x + dx, 322, x + dx, 322 + luck.randint(20, 260)), fill=(198, 214, 224), width=4)


def _crack(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    x, y = luck.randint(340, 600), 90
    if after:
        brush.rectangle((x - 160, 90, x + 200, 520), fill=(226, 224, 218))
        return
    for _ in range(4):
        at, line = (x + luck.randint(-70, 70), y), []
        while at[1] < 600:
            line.append(at)
            at = (at[0] + luck.randint(-34, 40), at[1] + luck.randint(18, 60))
        brush.line(line, fill=(84, 76, 66), width=luck.randint(3, 8))
    _stain(image, luck, (x, 340), 90, (150, 140, 122))


def _tile(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    tone = luck.randint(150, 186)
    for row in range(5):
        for col in range(7):
            jitter = luck.randint(-8, 8)
            box = (col * 150 - 20, row * 160 - 10, col * 150 + 126, row * 160 + 146)
            brush.rectangle(box, fill=(tone + jitter, tone - 4 + jitter, tone - 14 + jitter))
    x, y = 430, 310
    if not after:
        brush.polygon([(x, y), (x + 140, y + 20), (x + 120, y + 150), (x + 10, y + 140)], fill=(58, 52, 46))
        for _ in range(9):
            spot = x + luck.randint(0, 130), y + luck.randint(0, 130)
            brush.polygon(
                [spot, (spot[0] + 34, spot[1] + 8), (spot[0] + 10, spot[1] + 30)], fill=(tone, tone - 6, tone - 18)
            )


def _reader(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    x = luck.randint(380, 500)
    _plate(brush, (x, 190, x + 210, 540), (44, 46, 52), (90, 94, 100))
    for row in range(3):
        for col in range(3):
            left, top = x + 34 + col * 54, 330 + row * 60
            brush.rounded_rectangle((left, top, left + 38, top + 42), 8, fill=(96, 100, 108))
    lit: Colour = (60, 220, 130) if after else (66, 24, 22)
    brush.ellipse((x + 82, 220, x + 128, 266), fill=lit)
    if not after:
        brush.line((x + 190, 540, x + 250, 640, x + 210, 700), fill=(196, 48, 40), width=6)


def _hydrant(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    x = luck.randint(280, 360)
    brush.rectangle((x, 90, x + 440, 640), fill=(178, 34, 28), outline=(96, 18, 16), width=12)
    brush.rectangle((x + 40, 130, x + 400, 600), fill=(150, 156, 158))
    brush.ellipse((x + 90, 220, x + 350, 480), fill=(228, 222, 206), outline=(150, 140, 118), width=24)
    brush.ellipse((x + 160, 290, x + 280, 410), fill=(150, 156, 158))
    if after:
        brush.rounded_rectangle((x + 60, 500, x + 200, 540), 10, fill=(206, 172, 84))
    else:
        for _ in range(16):
            dx = luck.randint(60, 380)
            brush.line((x + dx, 480, x + dx + luck.randint(-9, 9), 700), fill=(202, 216, 226), width=4)


def _pump(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    for offset in (120, 420, 720):
        _tube(brush, (offset, 160, offset + 60, 640), (60, 120, 170))
        brush.rounded_rectangle(
            (offset - 44, 360, offset + 110, 560), 26, fill=(34, 92, 150), outline=(20, 50, 80), width=6
        )
        brush.ellipse((offset - 6, 220, offset + 70, 296), fill=(236, 234, 226), outline=(80, 80, 80), width=6)
        needle = 20 if after else luck.randint(-26, -16)
        brush.line((offset + 32, 258, offset + 32 + needle, 240), fill=(190, 30, 26), width=5)
    _tube(brush, (0, 620, WIDE, 676), (60, 120, 170))
    if not after:
        _stain(image, luck, (450, 600), 130, (96, 70, 44))
        brush.ellipse((260, 660, 700, 740), fill=(88, 104, 112))


def _gate(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    x = luck.randint(130, 200)
    _plate(brush, (x, 330, x + 150, 690), (226, 150, 40), (150, 92, 20))
    end = (x + 700, 140) if after else (x + 800, 470)
    start = (x + 75, 390)
    brush.line((*start, *end), fill=(240, 240, 236), width=26)
    for n in range(1, 9, 2):
        a, b = n / 10, (n + 1) / 10
        from_ = (start[0] + (end[0] - start[0]) * a, start[1] + (end[1] - start[1]) * a)
        to = (start[0] + (end[0] - start[0]) * b, start[1] + (end[1] - start[1]) * b)
        brush.line((*from_, *to), fill=(206, 42, 36), width=26)
    brush.ellipse((x + 50, 350, x + 100, 400), fill=(70, 220, 130) if after else (230, 60, 46))


def _play(image: Image.Image, brush: Brush, luck: Random, after: bool) -> None:
    brush.rectangle((0, 560, WIDE, HIGH), fill=(86, 132, 84))
    for x in (230, 760):
        _tube(brush, (x, 110, x + 34, 640), (206, 64, 48))
    _tube(brush, (200, 100, 830, 136), (240, 190, 60))
    tilt = 0 if after else luck.randint(70, 110)
    for x in (400, 600):
        brush.line((x, 136, x, 440 + (tilt if x == 600 else 0)), fill=(70, 70, 74), width=6)
    brush.line((380, 440, 620, 440 + tilt), fill=(40, 86, 160), width=26)
    if not after:
        brush.ellipse((580, 150, 624, 194), outline=(230, 60, 46), width=6)


_PAINTERS: dict[str, Callable[[Image.Image, Brush, Random, bool], None]] = {
    "pipe": _pipe,
    "ceiling": _ceiling,
    "drain": _drain,
    "panel": _panel,
    "lamp": _lamp,
    "socket": _socket,
    "lift": _lift,
    "lock": _lock,
    "air": _air,
    "wall": _crack,
    "tile": _tile,
    "reader": _reader,
    "hydrant": _hydrant,
    "pump": _pump,
    "gate": _gate,
    "play": _play,
}
SCENES = tuple(_PAINTERS)
