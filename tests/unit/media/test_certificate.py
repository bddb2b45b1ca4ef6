"""The completion certificate: every word of it, in both languages, the same bytes every time."""

import io
import re
from datetime import datetime

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import glyphs, press
from media.certificate import CertificateLine, CertificateMoment, CertificateSignOff, clean, compose, money, quantity
from media.certificate_table import ACTIONS, CAUSES, CREDENTIALS, MOMENTS, UNITS, WORDS
from tests.support.certificates import RARE, after, facts
from tests.support.signing import strokes


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("zone", "utc", "date", "clock", "until"),
    [
        ("Asia/Shanghai", "2026-11-30T15:59Z", (2026, 11, 30), "23:59", "2026年12月30日"),
        ("Asia/Shanghai", "2026-11-30T16:00Z", (2026, 12, 1), "00:00", "2026年12月31日"),
        # the clocks go back within the thirty days
        ("America/New_York", "2026-10-15T03:59Z", (2026, 10, 14), "23:59", "2026年11月13日"),
        ("America/New_York", "2026-10-15T04:00Z", (2026, 10, 15), "00:00", "2026年11月14日"),
    ],
)
def test_every_day_on_it_is_that_of_the_community(
    zone: str, utc: str, date: tuple[int, int, int], clock: str, until: str
) -> None:
    at = datetime.fromisoformat(utc)
    signed = CertificateSignOff("in_person", "李四", at, "ab" * 32, "", strokes(), 0.4)
    moments = (CertificateMoment("signed", at),)
    made = compose(
        facts(0, finished_at=at, issued_at=at, reviewed_at=at, sign_off=signed, moments=moments, time_zone=zone), "zh"
    )
    year, month, day = date
    told = f"{year}年{month}月{day}日 {clock}"
    assert told in made.sign_line
    assert told in made.review
    assert told in made.foot
    assert made.moments == (("签字", f"{month}月{day}日", clock),)
    assert made.date == date
    assert f"30 天，至 {until}" in dict(made.facts).values()


@pytest.fixture(scope="module", params=["zh", "en"])
def printed(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    return request.param, press.render(facts(), request.param)


def test_it_says_everything(printed: tuple[str, bytes]) -> None:
    language, pdf = printed
    said = bare(text_of(pdf))
    common = [
        "WG-20261123-0042-1",
        "T-PLB-03",
        "C-ORI",
        "C-CSP",
        "3栋2单元1201",
        "角阀DN15（铜）",
        "¥196.00",
        "欧阳喆堃",
        "L-03",
    ]
    own = {
        "zh": [
            "维修完成确认单",
            "悦庭物业服务有限公司",
            "户内渗漏/天花板滴水",
            "老化",
            "更换",
            "30天，至2026年12月23日",
            "2026年11月23日15:19",
        ],
        "en": [
            "Completioncertificate",
            "YuetingPropertyServices",
            "Unitleak/ceilingdrip",
            "Wearandage",
            "30days,until23Dec2026",
            "23Nov202615:19",
        ],
    }
    assert [word for word in common + own[language] if word not in said] == []
    assert "9f86d081" * 2 in said


def test_it_is_archivable_with_every_font_inside(printed: tuple[str, bytes]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(printed[1]))
    assert b'pdfaid:part="2"' in printed[1] or b"<pdfaid:part>2</pdfaid:part>" in printed[1]
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in printed[1] or b'pdfaid:conformance="A"' in printed[1]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in reader.trailer["/Root"]  # type: ignore[operator]
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index, union-attr]
    assert fonts
    for font in fonts:
        inside = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(inside)
    assert len(printed[1]) < 700_000
    assert len(reader.pages) == 1


def test_the_same_facts_are_the_same_bytes(printed: tuple[str, bytes]) -> None:
    language, pdf = printed
    assert press.render(facts(), language) == pdf
    assert press.render(facts(reviewed_by="L-04"), language) != pdf


def test_rare_names_are_drawn_and_read_back() -> None:
    said = text_of(press.render(facts(0, sign_off=CertificateSignOff("in_person", RARE, after(5), "")), "zh"))
    assert "\x00" not in said
    assert "\ufffd" not in said
    said = bare(text_of(press.render(facts(0, place=RARE), "zh")))
    assert RARE in said


HOSTILE = [
    '#read("/etc/passwd")',
    "</td><script>alert(1)</script>",
    '#image("/etc/hostname") $x$ *b* _i_ `c` @ref <label> \\ // /* ',
    "张三\u202e\u2066四",
    "李\x00\x07\ud800四",
    "王😀🏳️‍🌈",
    "ﷺ עברית",
    "长" * 10_000,
    "W" * 10_000,
    "",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_a_name(name: str) -> None:
    sign = CertificateSignOff("refused", name, after(5), name[:64], name)
    lines = (CertificateLine(name, 1, name[:20], 1, 1),)
    said = text_of(press.render(facts(0, place=name, technician=name, lines=lines, sign_off=sign), "en"))
    assert "root:" not in said
    assert "\x00" not in said
    if name.startswith("#read"):
        assert name in said


def test_what_the_font_lacks_becomes_the_printers_mark() -> None:
    said = text_of(press.render(facts(0, place="王😀"), "zh"))
    assert "王〓" in bare(said)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("method", ["refused", "absent"])
def test_without_a_signature_it_says_why(language: str, method: str) -> None:
    sheet = compose(facts(sign_off=CertificateSignOff(method, "", after(3), "", "不在家")), language)
    assert sheet.sign_title == WORDS[language][method]
    assert "不在家" in sheet.sign_reason
    assert not sheet.drawn
    assert sheet.statement == ""


def test_without_cost_it_says_free_and_shows_no_table() -> None:
    sheet = compose(facts(lines=(), labour_fen=0, surcharge_fen=0, total_fen=0), "zh")
    assert sheet.free
    assert sheet.rows == ()
    assert "本次服务不收费" in bare(
        text_of(press.render(facts(1, lines=(), labour_fen=0, surcharge_fen=0, total_fen=0), "zh"))
    )


def test_ten_photos_and_thirty_lines_run_over_pages_and_lose_nothing() -> None:
    lines = tuple(CertificateLine(f"part {place}", 1000, "个", 100, 100) for place in range(30))
    pdf = press.render(facts(5, lines=lines), "en")
    said = text_of(pdf)
    assert all(f"part {place}" in said for place in range(30))
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 1


def test_times_are_those_of_the_place() -> None:
    here = compose(facts(), "en").moments[0]
    there = compose(facts(time_zone="America/Los_Angeles", currency="USD"), "en")
    assert here == ("Reported", "23 Nov", "13:12")
    assert there.moments[0] == ("Reported", "22 Nov", "21:12")
    assert there.total == "$196.00"


def test_both_languages_have_every_word() -> None:
    for table in (WORDS, MOMENTS, CAUSES, ACTIONS, CREDENTIALS, UNITS):
        assert set(table["zh"]) == set(table["en"])


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (0, "CNY", "¥0.00"),
        (5, "CNY", "¥0.05"),
        (123456789, "CNY", "¥1,234,567.89"),
        (-250, "USD", "−$2.50"),
        (1200, "JPY", "¥1,200"),
        (1200, "CHF", "CHF 12.00"),
    ],
)
def test_money_is_written_as_people_write_it(minor: int, currency: str, said: str) -> None:
    assert money(minor, currency) == said


@pytest.mark.parametrize(("milli", "said"), [(1000, "1 个"), (500, "0.5 个"), (12_340, "12.34 个"), (1, "0.001 个")])
def test_quantities_have_no_empty_decimals(milli: int, said: str) -> None:
    assert quantity(milli, "个") == said


@given(st.text(max_size=400))
def test_clean_text_is_one_visible_line_that_fits(text: str) -> None:
    shown = clean(text)
    assert len(shown) <= 240
    assert "\n" not in shown
    assert not any(char in shown for char in "\u202a\u202b\u202d\u202e\u2066\u200f\x00\x1b")
    assert clean(shown) == shown


def test_the_font_knows_what_it_can_draw() -> None:
    known = glyphs.read(press.font_file().read_bytes())
    assert all(known.has(char) for char in RARE + "¥$€—…·，。（）Aaé")
    assert known.drawable("王😀 x") == "王〓 x"
    with pytest.raises(ValueError, match="cmap"):
        glyphs.read(b"OTTO" + b"\0" * 60)


def test_what_the_bytes_depend_on_has_a_name() -> None:
    made = press.fingerprint()
    assert re.fullmatch(r"[0-9a-f]{64}", made.template_sha256)
    assert made.font.startswith("manimgx-fonts-cjk ")
    assert made.typst == "0.15.2"
