"""The page behind the code on a certificate: whether the paper is genuine, and what differs if it is not.

It says no name, no address and no phone number: whoever scans the code holds the paper and compares. Plain HTML in both
languages, which works without scripts.

Pure     yes.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from msgspec import Struct

from media.certificate import moment, money

GENUINE, REPLACED, DIFFERS = "genuine", "replaced", "differs"

HEADS = {
    GENUINE: ("真实有效", "Genuine", "记录完整，与签字时一致。", "The record is whole and as it was signed."),
    REPLACED: (
        "已被更新",
        "Replaced",
        "此后内容有更正，请以新确认单为准。",
        "It was corrected later; a newer one counts.",
    ),
    DIFFERS: ("与记录不符", "Differs from the record", "下列内容已被改动。", "What is named below was changed."),
}
PARTS = {
    "photo": ("照片原件", "Photos"),
    "rendition": ("照片副本", "Copies of photos"),
    "strokes": ("签名笔迹", "Signature strokes"),
    "sheet": ("签字内容", "The sheet that was signed"),
    "lines": ("费用明细", "Cost lines"),
    "event": ("工单记录", "History of the order"),
    "pdf": ("确认单文件", "The certificate's file"),
}
METHODS = {
    "in_person": ("现场签字", "signed on site"),
    "link": ("线上签字", "signed through the link"),
    "refused": ("拒绝签字", "signature refused"),
    "absent": ("业主不在场", "owner absent"),
}


class Paper(Struct, frozen=True, kw_only=True):
    """What is told of one certificate."""

    state: str
    number: str
    digest: str
    organisation: tuple[str, str]
    community: tuple[str, str]
    fault: tuple[str, str]
    finished_at: datetime | None
    signed_at: datetime | None
    method: str
    photos: int
    total_fen: int
    currency: str
    time_zone: str
    differing: tuple[str, ...] = ()
    file: str = ""  # genuine | unknown: what was found of a file that somebody brought


def page(paper: Paper) -> str:
    """The whole page."""
    zh, en, said_zh, said_en = HEADS[paper.state]
    wrong = "".join(f"<li>{_two(PARTS[part])}</li>" for part in dict.fromkeys(paper.differing) if part in PARTS)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{zh} · {escape(paper.number)}</title><link rel="stylesheet" href="/v.css"></head>'
        f'<body><main><header class="{paper.state}"><p class="org">{_two(paper.organisation)}</p>'
        f'<h1>{zh}<span lang="en">{en}</span></h1><p>{said_zh}<br><span lang="en">{said_en}</span></p>'
        f"{f'<ul>{wrong}</ul>' if wrong else ''}</header>{_facts(paper)}{_file(paper)}</main></body></html>"
    )


def _facts(paper: Paper) -> str:
    zone = ZoneInfo(paper.time_zone)
    at = [moment(one, "zh", zone) if one else "—" for one in (paper.finished_at, paper.signed_at)]
    method = METHODS.get(paper.method, ("—", "—"))
    rows = (
        (("单号", "Number"), escape(paper.number)),
        (("小区", "Community"), _two(paper.community)),
        (("故障", "Fault"), _two(paper.fault)),
        (("完工", "Finished"), at[0]),
        (("签字", "Sign-off"), f"{at[1]}<br>{_two(method)}"),
        (("照片", "Photos"), str(paper.photos)),
        (("合计", "Total"), escape(money(paper.total_fen, paper.currency))),
        (("签字内容摘要", "Digest"), f"<code>{_grouped(paper.digest)}</code>"),
    )
    told = "".join(f"<div><dt>{_two(name)}</dt><dd>{value}</dd></div>" for name, value in rows)
    hint = "请与纸面逐项核对。", "Compare each line with the paper."
    return f'<section><p class="hint">{_two(hint)}</p><dl>{told}</dl></section>'


def _file(paper: Paper) -> str:
    ask = "核对文件", "Check a file"
    why = "选择收到的 PDF，逐字节核对。", "Choose the PDF you were given; every byte is compared."
    said = {
        "genuine": ("yes", "此文件即签发的原件。", "This file is the one that was issued."),
        "unknown": ("no", "此文件与签发的原件不同。", "This file is not the one that was issued."),
    }.get(paper.file)
    told = f'<p class="{said[0]}">{_two(said[1:])}</p>' if said else ""
    return (
        f'<section><form method="post" enctype="multipart/form-data"><label for="pdf">{_two(why)}</label>{told}'
        f'<input id="pdf" type="file" name="pdf" accept="application/pdf" required><button>{_two(ask)}</button>'
        "</form></section>"
    )


def _two(words: Sequence[str]) -> str:
    zh, en = (escape(one) for one in words)
    return f'{zh} <span lang="en">{en}</span>' if en and en != zh else zh


def _grouped(digest: str) -> str:
    return " ".join(escape(digest[at : at + 8]) for at in range(0, len(digest), 8))
