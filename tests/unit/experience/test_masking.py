"""Nothing of a person survives masking that the reader need not know, and masking twice is masking once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experience import masking

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=5)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("13812341234", "138****1234"),
        ("+8613812341234", "+86138****1234"),
        ("021-62345678", "021-****5678"),
        ("62345678", "****5678"),
        ("6234567", "****4567"),
        ("12345", "****"),
        ("+44 20 7946 0958", "+44****58"),
        ("+65 6123 4567", "+65****67"),
        ("", ""),
    ],
)
def test_a_phone_number_keeps_what_its_owner_recognises(written: str, shown: str) -> None:
    assert masking.phone(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"), [("张三", "张*"), ("欧阳娜娜", "欧***"), ("John Doe", "J*** D**"), ("", "")]
)
def test_a_name_keeps_its_first_letters(written: str, shown: str) -> None:
    assert masking.name(written) == shown


def test_a_home_is_told_to_the_building_and_a_lobby_as_it_is() -> None:
    assert masking.place("3栋2单元1201", "3栋", "unit", "zh-CN") == "3栋***室"
    assert masking.place("Block 1, Flat 304", "Block 1", "unit", "en-GB") == "Block 1 ***"
    assert masking.place("3栋2单元大堂", "3栋", "lobby", "zh-CN") == "3栋2单元大堂"


def test_words_lose_numbers_however_they_are_written() -> None:
    said = "请打 138 1234-1234 或１３９１２３４１２３４，身份证 510104199001011234，车牌沪A·12345"
    shown = masking.words(said)
    for secret in ("12341234", "1234-1234", "19900101", "12345"):
        assert secret not in shown
    assert shown.startswith("请打 138****1234")


def test_ordinary_numbers_stay() -> None:
    assert masking.words("3栋1201，水压 2.8 bar，10 分钟") == "3栋1201，水压 2.8 bar，10 分钟"


@given(st.from_regex(r"\A\+?[0-9]{7,15}\Z"))
def test_no_phone_shows_more_than_eight_digits_or_its_middle(number: str) -> None:
    shown = masking.phone(number)
    assert len(re.findall(r"\d", shown)) <= 9
    assert "*" in shown
    assert number not in shown


@given(st.one_of(st.from_regex(r"\A\+?[0-9 \-]{0,18}\Z"), st.text(max_size=20)))
def test_masking_a_phone_twice_is_masking_it_once(number: str) -> None:
    once = masking.phone(number)
    assert masking.phone(once) == once


@given(CHINESE)
def test_of_a_chinese_name_one_character_is_left(name: str) -> None:
    shown = masking.name(name)
    assert shown[0] == masking.name(name)[0]
    assert set(shown[1:]) == {"*"}


@given(st.text(max_size=80), st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.text(max_size=80))
def test_a_mobile_number_never_survives_in_words(before: str, number: str, after: str) -> None:
    said = f"{before}\n{number}\n{after}"
    assert number not in masking.words(said)


@given(st.text(max_size=120))
def test_masking_words_twice_is_masking_them_once(said: str) -> None:
    once = masking.words(said)
    assert masking.words(once) == once
