"""What becomes of a photo: upright, sRGB, small, and nothing but pixels. What is no photo is refused by name."""

import io
import os
import re
import resource
import time

import pytest
from PIL import Image, ImageEnhance, ImageOps

from kernel.errors import Problem
from media import evidence, images
from media.model import Developed
from tests.support import hostile, photos

images.prepare()
LEAKS = (b"<?php", b"<script", b"PK\x03\x04", b"Exif", b"GPS", b"JFIFX", b"ICC_PROFILE", b"http://ns.adobe")


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def beside_pixels(data: bytes) -> bytes:
    """What a JPEG says besides its pixels: every segment up to the one scan, after which nothing may come.

    Among a million compressed bytes any three letters stand somewhere; in there nobody reads them.
    """
    at = 2
    while data[at + 1] != 0xDA:
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    at += 2 + int.from_bytes(data[at + 2 : at + 4])
    assert re.findall(rb"\xff[^\x00\xd0-\xd7]", data[at:], re.DOTALL) == [b"\xff\xd9"]
    return data[:at]


def only_pixels(made: Developed) -> None:
    for data in (made.master, made.thumb):
        assert not [leak for leak in LEAKS if leak in beside_pixels(data)]
        assert data[:3] == b"\xff\xd8\xff"
        assert data.endswith(b"\xff\xd9")
        image = opened(data)
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def judged(data: bytes) -> tuple[Developed | None, str]:
    try:
        return images.develop(data), "ok"
    except Problem as problem:
        return None, problem.code


@pytest.mark.parametrize("name", hostile.TABLE)
def test_every_hostile_file_has_its_verdict(name: str) -> None:
    make, expected = hostile.TABLE[name]
    data = make()
    before = time.process_time()
    made, code = judged(data)
    assert code in expected.split("|")
    if made is None:
        assert time.process_time() - before < 1.0
    else:
        only_pixels(made)


def test_refusing_a_bomb_costs_next_to_no_memory() -> None:
    bombs = [hostile.TABLE[name][0]() for name in hostile.TABLE if name[:2] in {"01", "02", "03", "04", "05", "06"}]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for data in bombs:
        with pytest.raises(Problem):
            images.develop(data)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


DAMAGED = {"ok", "undecodable", "not_a_photo", "too_many_pixels", "too_small", "too_many_scans", "animated"}


def test_random_damage_is_a_photo_or_a_refusal_and_never_a_crash() -> None:
    """`FUZZ=100000` for the campaign. Every fourth comes out, so that survivors are looked at as well."""
    for seed in range(int(os.environ.get("FUZZ", "120"))):
        made, code = judged(hostile.fuzzed(seed))
        assert code in DAMAGED, seed
        if made is not None:
            only_pixels(made)


@pytest.mark.parametrize(("kind", "orientation"), [*(("JPEG", way) for way in range(1, 9)), ("HEIF", 1), ("HEIF", 6)])
def test_a_photo_comes_out_upright_whichever_way_the_camera_lay(kind: str, orientation: int) -> None:
    made = images.develop(photos.turned(orientation, kind=kind))
    master = opened(made.master)
    assert master.size == (800, 600)
    assert photos.is_upright(master)
    assert made.mime == ("image/jpeg" if kind == "JPEG" else "image/heic")


def test_the_place_and_the_camera_are_forgotten_but_its_time_is_kept_as_a_claim() -> None:
    data = photos.turned(6)
    assert b"Exif" in data
    made = images.develop(data)
    only_pixels(made)
    assert made.camera_time == photos.TAKEN


def test_a_nine_megapixel_photo_shrinks_by_the_decoders_own_half() -> None:
    made = images.develop(photos.phone())
    assert (made.quality.width, made.quality.height) == (1299, 1732)
    assert photos.is_upright(opened(made.master))
    assert max(opened(made.thumb).size) <= 400


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4032, 3024), (2016, 1512)),
        ((3024, 4032), (1512, 2016)),
        ((2016, 1512), (2016, 1512)),
        ((2500, 1000), (2016, 806)),
    ],
)
def test_the_long_side_of_a_master_is_at_most_2016(size: tuple[int, int], expected: tuple[int, int]) -> None:
    made = images.develop(photos.jpeg(photos.scene(*size)))
    assert opened(made.master).size == expected


def test_colours_of_another_space_become_srgb() -> None:
    plain = images.develop(photos.jpeg())
    marked = images.develop(photos.jpeg(icc_profile=photos.srgb_profile()))
    assert plain.master == marked.master


def test_what_shines_through_is_white() -> None:
    clear = photos.scene().convert("RGBA")
    clear.putalpha(0)
    made = opened(images.develop(photos.encoded("PNG", clear)).master)
    assert made.getpixel((400, 300)) == (255, 255, 255)


def test_a_black_photo_is_dark_and_a_blurred_one_blurry_and_a_good_one_neither() -> None:
    black = images.develop(hostile.TABLE["25a black"][0]()).quality
    blurred = images.develop(hostile.TABLE["25b blurred"][0]()).quality
    good = images.develop(photos.jpeg()).quality
    assert black.warnings == ("dark", "blurry")
    assert blurred.warnings == ("blurry",)
    assert good.warnings == ()
    assert black.sharpness < 1


def test_the_placeholder_fits_into_a_row() -> None:
    lqip = images.develop(photos.jpeg()).quality.lqip
    assert lqip.startswith("data:image/webp;base64,")
    assert len(lqip) < 300


CHANGES = {
    "compressed again": lambda image: Image.open(io.BytesIO(photos.jpeg(image, quality=50))),
    "half as large": lambda image: image.resize((480, 360)),
    "lighter": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
    "darker": lambda image: ImageEnhance.Brightness(image).enhance(0.85),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_reworked_copy_is_recognised(change: str) -> None:
    found = 0
    for seed in range(6):
        image = photos.scene(seed=seed)
        first = images.develop(photos.jpeg(image))
        again = images.develop(photos.jpeg(CHANGES[change](image)))
        found += evidence.distance(first.quality.dhash, again.quality.dhash) <= evidence.OTHER_ORDER
    assert found >= 5


def test_a_mirrored_copy_is_recognised_by_the_mirrored_hash() -> None:
    image = photos.scene()
    first, flipped = images.develop(photos.jpeg(image)), images.develop(photos.jpeg(ImageOps.mirror(image)))
    assert evidence.distance(first.quality.dhash, flipped.mirror) <= evidence.OTHER_ORDER


def test_different_scenes_are_far_apart() -> None:
    hashes = [images.develop(photos.jpeg(photos.scene(seed=seed))).quality.dhash for seed in range(16)]
    near = sum(evidence.distance(a, b) <= evidence.OTHER_ORDER for at, a in enumerate(hashes) for b in hashes[at + 1 :])
    assert near == 0


def test_the_same_bytes_develop_to_the_same_bytes() -> None:
    assert images.develop(photos.phone()) == images.develop(photos.phone())
