"""The completion certificate (维修完成确认单): what stands on it, word for word.

`CertificateFacts` is everything it says, in no language; `compose` turns it into the strings that the template
places. The template never sees anything else, so a name that looks like code is only a name.

Units    money in minor units, quantities in thousandths, warranty in days; moments aware UTC, shown in `time_zone`.
Pure     yes; `media.press` typesets it.
"""

from datetime import datetime, timedelta
from typing import TypeAlias
from unicodedata import category, normalize
from zoneinfo import ZoneInfo

from msgspec import Struct

from media.certificate_table import ACTIONS, CAUSES, CREDENTIALS, CURRENCIES, MOMENTS, MONTHS, UNITS, WORDS
from media.evidence import AFTER, BEFORE
from media.model import Stroke

LONGEST = 240  # of any single piece of text; a certificate is one page, not a place for an essay
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
Words: TypeAlias = dict[str, str]


class CertificateLine(Struct, frozen=True):
    name: str
    quantity_milli: int
    unit: str
    unit_price_fen: int
    total_fen: int


class CertificateMoment(Struct, frozen=True):
    code: str  # reported | accepted | arrived | started | finished | signed | approved
    at: datetime


class CertificatePhoto(Struct, frozen=True):
    """`jpeg` is the rendition for paper."""

    slot: str
    sha256: str
    taken_at: datetime
    jpeg: bytes


class CertificateSignOff(Struct, frozen=True):
    method: str  # in_person | link | refused | absent
    signer: str
    at: datetime
    digest: str
    reason: str = ""
    strokes: tuple[Stroke, ...] = ()
    aspect: float = 0.4


class CertificateFacts(Struct, frozen=True, kw_only=True):
    number: str
    work_order_number: str
    organisation_zh: str
    organisation_en: str
    community_zh: str
    community_en: str
    place: str
    fault_zh: str
    fault_en: str
    cause: str  # code
    action: str  # code
    technician: str  # code of the person
    credentials: tuple[str, ...] = ()  # certificate codes
    moments: tuple[CertificateMoment, ...] = ()
    photos: tuple[CertificatePhoto, ...] = ()
    lines: tuple[CertificateLine, ...] = ()
    labour_fen: int = 0
    surcharge_fen: int = 0
    total_fen: int = 0
    currency: str = "CNY"
    warranty_days: int = 0
    finished_at: datetime
    sign_off: CertificateSignOff | None = None
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    time_zone: str = "Asia/Shanghai"
    verify_url: str
    issued_at: datetime


class Row(Struct, frozen=True):
    name: str
    quantity: str
    price: str
    amount: str


class Picture(Struct, frozen=True):
    file: str
    caption: str


class Sheet(Struct, frozen=True, kw_only=True):
    """What the template places: strings, and the names of the picture files beside it."""

    language: str
    words: Words
    organisation: str
    number: str
    facts: tuple[tuple[str, str], ...]
    moments: tuple[tuple[str, str, str], ...]  # word, day, time
    before: tuple[Picture, ...]
    after: tuple[Picture, ...]
    rows: tuple[Row, ...]
    total: str
    free: bool
    statement: str
    sign_title: str
    sign_line: str
    sign_reason: str
    drawn: bool
    review: str
    digest: tuple[str, ...]
    verify: str
    foot: str
    date: tuple[int, int, int]
    pages: str


def language_of(asked: str) -> str:
    return "en" if asked.lower().startswith("en") else "zh"


def compose(facts: CertificateFacts, asked: str) -> Sheet:
    """Every string of the certificate in the language asked for."""
    language = language_of(asked)
    words = WORDS[language]
    zone = ZoneInfo(facts.time_zone)
    local = facts.issued_at.astimezone(zone)
    free = facts.total_fen == 0 and not facts.lines
    sign = _sign_off(facts, words, language, zone)
    return Sheet(
        language=language,
        words={name: text for name, text in words.items() if "{" not in text},
        organisation=clean(facts.organisation_en if language == "en" else facts.organisation_zh),
        number=clean(facts.number),
        facts=tuple(_facts(facts, words, language, zone)),
        moments=tuple(_moment(moment, language, zone) for moment in facts.moments),
        before=_pictures(facts, BEFORE, language, zone),
        after=_pictures(facts, AFTER, language, zone),
        rows=() if free else tuple(_rows(facts, words, language)),
        total=money(facts.total_fen, facts.currency),
        free=free,
        statement=words["statement"] if facts.sign_off and facts.sign_off.strokes else "",
        sign_title=sign[0],
        sign_line=sign[1],
        sign_reason=sign[2],
        drawn=bool(facts.sign_off and facts.sign_off.strokes),
        review=_review(facts, words, language, zone),
        digest=_digest(facts),
        verify=clean(facts.verify_url),
        foot=words["issued"].format(at=moment(facts.issued_at, language, zone))
        + " · "
        + words["zone"].format(zone=facts.time_zone),
        date=(local.year, local.month, local.day),
        pages=words["page"],
    )


def picture_files(facts: CertificateFacts) -> list[tuple[str, CertificatePhoto]]:
    """The photos that are shown with the file names the sheet uses for them."""
    shown = [photo for slot in (BEFORE, AFTER) for photo in facts.photos if photo.slot == slot]
    return [(f"photo-{place}.jpg", photo) for place, photo in enumerate(shown)]


def clean(text: str) -> str:
    """One line of visible text: no controls, no direction overrides, no half characters, not endless."""
    kept = "".join(char for char in " ".join(text.split()) if category(char) not in _INVISIBLE)
    shown = " ".join(normalize("NFC", kept).split())
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1].rstrip() + "…"


def money(minor: int, currency: str) -> str:
    """¥1,234.50; a currency without a sign of its own keeps its letters."""
    sign, digits = CURRENCIES.get(currency, (clean(currency) + " ", 2))
    whole, part = divmod(abs(minor), 10**digits)
    return f"{'−' if minor < 0 else ''}{sign}{whole:,}" + (f".{part:0{digits}d}" if digits else "")


def quantity(milli: int, unit: str) -> str:
    whole, part = divmod(milli, 1000)
    number = f"{whole}.{part:03d}".rstrip("0").rstrip(".")
    return f"{number} {clean(unit)}".strip()


def day(at: datetime, language: str, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    if language == "en":
        return f"{local.day} {MONTHS[local.month - 1]} {local.year}"
    return f"{local.year}年{local.month}月{local.day}日"


def moment(at: datetime, language: str, zone: ZoneInfo) -> str:
    return f"{day(at, language, zone)} {at.astimezone(zone):%H:%M}"


def _facts(facts: CertificateFacts, words: Words, language: str, zone: ZoneInfo) -> list[tuple[str, str]]:
    community = facts.community_en if language == "en" else facts.community_zh
    fault = facts.fault_en if language == "en" else facts.fault_zh
    known = CREDENTIALS[language]
    held = [f"{known[code]} {code}" if code in known else code for code in facts.credentials]
    until = facts.finished_at.astimezone(zone) + timedelta(days=facts.warranty_days)  # days of the calendar there
    warranty = words["warranty_days"].format(days=facts.warranty_days, until=day(until, language, zone))
    joined = ("；" if language == "zh" else "; ").join(held)
    return [
        (words["order"], clean(facts.work_order_number)),
        (words["place"], clean(f"{community} {facts.place}")),
        (words["fault"], clean(fault)),
        (words["cause"], clean(CAUSES[language].get(facts.cause, facts.cause)) or "—"),
        (words["action"], clean(ACTIONS[language].get(facts.action, facts.action)) or "—"),
        (words["warranty"], warranty if facts.warranty_days else words["warranty_none"]),
        (words["technician"], clean(facts.technician)),
        (words["certificates"], clean(joined) or "—"),
    ]


def _moment(shown: CertificateMoment, language: str, zone: ZoneInfo) -> tuple[str, str, str]:
    local = shown.at.astimezone(zone)
    short = f"{local.day} {MONTHS[local.month - 1]}" if language == "en" else f"{local.month}月{local.day}日"
    return MOMENTS[language].get(shown.code, clean(shown.code)), short, f"{local:%H:%M}"


def _pictures(facts: CertificateFacts, slot: str, language: str, zone: ZoneInfo) -> tuple[Picture, ...]:
    return tuple(
        Picture(file, f"{moment(photo.taken_at, language, zone)} · {photo.sha256[:12]}")
        for file, photo in picture_files(facts)
        if photo.slot == slot
    )


def _rows(facts: CertificateFacts, words: Words, language: str) -> list[Row]:
    rows = [
        Row(
            clean(line.name),
            quantity(line.quantity_milli, UNITS[language].get(line.unit, line.unit)),
            money(line.unit_price_fen, facts.currency),
            money(line.total_fen, facts.currency),
        )
        for line in facts.lines
    ]
    fees = ((words["labour"], facts.labour_fen), (words["surcharge"], facts.surcharge_fen))
    return rows + [Row(name, "", "", money(fen, facts.currency)) for name, fen in fees if fen]


def _sign_off(facts: CertificateFacts, words: Words, language: str, zone: ZoneInfo) -> tuple[str, str, str]:
    signed = facts.sign_off
    if signed is None:
        return words["unsigned"], "", ""
    title = words.get(signed.method, words["unsigned"])
    at = moment(signed.at, language, zone)
    line = words["signed"].format(signer=clean(signed.signer) or words["unnamed"], at=at) if signed.strokes else at
    return title, line, words["reason"].format(reason=clean(signed.reason)) if signed.reason else ""


def _review(facts: CertificateFacts, words: Words, language: str, zone: ZoneInfo) -> str:
    if facts.reviewed_at is None:
        return words["unreviewed"]
    return words["reviewed"].format(by=clean(facts.reviewed_by), at=moment(facts.reviewed_at, language, zone))


def _digest(facts: CertificateFacts) -> tuple[str, ...]:
    text = clean(facts.sign_off.digest) if facts.sign_off else ""
    return tuple(text[start : start + 16] for start in range(0, len(text), 16))
