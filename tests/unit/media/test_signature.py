"""What counts as a signature, under which sheet, and how it is drawn."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import signature
from media.problems import SheetMismatch, SignatureMalformed, SignatureTooLarge, SignatureTooSmall
from tests.support.signing import sheet, signed, strokes


def test_a_drawn_name_over_its_own_sheet_is_a_signature() -> None:
    signature.check(signed())


@pytest.mark.parametrize(
    "drawn", [(), ((5000, 2000),), ((5000, 2000, 1, 1, 0, 1, 1, 0),), ((1, 1), (2, 2), (3, 3), (4, 4))]
)
def test_a_dot_is_not_a_signature(drawn: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(SignatureTooSmall):
        signature.check(signed(strokes=drawn))


def test_one_long_line_is_a_name() -> None:
    signature.check(signed(strokes=((1000, 2000, 2000, 10, 2000, 0, 2000, -10),)))


def test_a_million_points_are_too_many() -> None:
    with pytest.raises(SignatureTooLarge):
        signature.check(signed(strokes=((5000, 2000, *(1, 0, -1, 0) * 500_000),)))


@pytest.mark.parametrize(
    "drawn",
    [
        ((1000, 1000, 5),),
        ((1000,),),
        ((1000, 1000, 20_000, 0, 1, 1, 1, 1),),
        ((-5000, 1000, 900, 900, 900, 0, 1, 1),),
        ((1000, 1000, 0, 9000, 1, 1, 1, 1),),
        ((10**300, 1, 2, 3),),
    ],
)
def test_strokes_are_pairs_of_numbers_on_the_pad(drawn: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(SignatureMalformed):
        signature.check(signed(strokes=drawn))


@pytest.mark.parametrize("aspect", [0.0, -1.0, float("nan"), float("inf"), 1e308, 5.0])
def test_a_pad_has_a_shape(aspect: float) -> None:
    with pytest.raises(SignatureMalformed):
        signature.check(signed(aspect=aspect))


def test_another_digest_than_the_sheets_is_refused() -> None:
    with pytest.raises(SheetMismatch):
        signature.check(signed(digest="0" * 64))


def test_the_sheet_of_another_order_is_refused() -> None:
    with pytest.raises(SheetMismatch):
        signature.check(signed(sheet=sheet("somebody-elses")))


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"number":"1"}'])
def test_a_sheet_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(SheetMismatch):
        signature.check(signed(sheet=text))


@given(st.lists(st.lists(st.integers(-500, 500), min_size=2, max_size=40).map(lambda v: tuple(v[: len(v) // 2 * 2]))))
def test_the_drawing_is_well_formed_and_holds_numbers_only(drawn: list[tuple[int, ...]]) -> None:
    root = ET.fromstring(signature.svg(drawn, 0.4))
    paths = root.findall(".//{http://www.w3.org/2000/svg}path")
    assert len(paths) == len(drawn)
    assert all(set(path.attrib["d"]) <= set("MQL0123456789 .-e+") for path in paths)


def test_points_are_sums_of_steps() -> None:
    assert list(signature.points((10, 20, 1, -1, 2, 2))) == [(10, 20), (11, 19), (13, 21)]


def test_no_two_hands_draw_the_same_ink() -> None:
    assert signature.ink(strokes()) == signature.ink(strokes())
    assert signature.ink(strokes()) != signature.ink(strokes(seed=1))
