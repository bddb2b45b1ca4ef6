"""Homes, lobbies, lifts and common places of the demo company, each with the code of its QR.

`YQL-03-2-1201` is building 3, stair 2, floor 12, door 01. Common places and lifts are premises of their own. Report
codes are drawn from the seed, so a guess opens nothing, and the same seed prints the same codes.

Pure     yes.
"""

import base64
import hashlib
from collections.abc import Iterator

from api.demo import drawing
from api.demo.sites import SITES, Site
from dispatch.model import Community, CommunityId, Contact, Premises, PremisesId
from kernel.geo import LatLng
from kernel.uuids import uuid7

_FLOOR_LABELS = {4: "3A", 13: "12A", 14: "13A"}
_NOTES_ZH = (
    "家中有幼儿，12:30–14:00 午睡，请勿敲门",
    "独居老人，请按两次门铃并稍等",
    "家中有大型犬，进门前请电话联系",
    "门铃失灵，请敲门",
    "上夜班，上午请勿打扰",
)
_NOTES_EN = (
    "Toddler naps 12:30 to 14:00, please do not knock",
    "Lives alone, ring twice and wait",
    "Large dog, please phone before entering",
    "Concierge holds the key",
)


def stable_id(seed: int, *parts: object) -> str:
    """The same UUID for the same thing of the same demo, whatever else is made."""
    digest = hashlib.sha256("\x1f".join([str(seed), *map(str, parts)]).encode()).digest()
    return uuid7(1_700_000_000_000 + int.from_bytes(digest[10:13], "big"), digest[:10])


def community_id(seed: int, code: str) -> CommunityId:
    return CommunityId(stable_id(seed, "community", code))


def communities(org_id: str, seed: int) -> list[Community]:
    return [
        Community(
            id=community_id(seed, site.code),
            org_id=org_id,
            code=site.code,
            zh=site.zh,
            en=site.en,
            position=site.position,
            time_zone=site.time_zone,
            currency=site.currency,
            language=site.language,
            kind=site.kind,
            quiet_hours=site.quiet_hours,
            work_hours=site.work_hours,
            plan=drawing.plan(site),
        )
        for site in SITES
    ]


def premises(org_id: str, seed: int) -> list[Premises]:
    made: list[Premises] = []
    for site in SITES:
        for draft in (*_homes(site), *_lobbies(site), *_lifts(site), *_common(site)):
            code, kind, label, building, floor, floor_label, position = draft
            after = code.split("-", 1)[1]
            made.append(
                Premises(
                    id=PremisesId(stable_id(seed, "premises", code)),
                    org_id=org_id,
                    community_id=community_id(seed, site.code),
                    code=code,
                    kind=kind,
                    label=label,
                    building=building,
                    floor=floor,
                    floor_label=floor_label,
                    position=position,
                    no_signal=kind == "lift" or any(after.startswith(zone) for zone in site.no_signal),
                    report_code=report_code(seed, code),
                    contact=_contact(seed, site, code, kind),
                    visit_notes=_note(seed, site, code) if kind == "unit" else "",
                )
            )
    return made


def report_code(seed: int, code: str) -> str:
    """What the QR on the door carries: 50 bits that only the printer knows."""
    digest = hashlib.sha256(f"report\x1f{seed}\x1f{code}".encode()).digest()
    return base64.b32encode(digest[:7]).decode().rstrip("=")[:10]


_Draft = tuple[str, str, str, str, int, str, LatLng]


def _homes(site: Site) -> Iterator[_Draft]:
    digits = 3 if site.doors > 99 or site.layout == "mall" else 2
    for building in range(1, site.buildings + 1):
        for stair in range(1, site.stairs + 1):
            at = drawing.stair_at(site, building, stair)
            for floor in range(1, site.floors + 1):
                shown = _FLOOR_LABELS.get(floor, str(floor)) if site.code == "YQL" else str(floor)
                for door in range(1, site.doors + 1):
                    head = f"{floor:02d}" if digits == 2 else str(floor)
                    code = f"{site.code}-{building:02d}-{stair}-{head}{door:0{digits}d}"
                    offset = (0.9 * (door - site.doors / 2), 2.0)
                    label, name = _home_label(site, building, stair, shown, door)
                    yield code, "unit", label, name, floor, shown, drawing.on_earth(at, offset)


def _home_label(site: Site, building: int, stair: int, floor: str, door: int) -> tuple[str, str]:
    if site.code == "LDW":
        return f"Block {building}, Flat {floor}{door:02d}", f"Block {building}"
    if site.code == "HVR":
        return f"Block {building} #{floor:>02}-{door:02d}", f"Block {building}"
    if site.code == "XHT":
        return f"L{floor}-{door:03d}号铺", f"L{floor}"
    if site.code == "QMC":
        tower = "ABC"[building - 1]
        return f"{tower}座{floor}{door:02d}", f"{tower}座"
    if site.stairs == 1:
        return f"{building}栋{floor}{door:02d}", f"{building}栋"
    return f"{building}栋{stair}单元{floor}{door:02d}", f"{building}栋"


def _building(site: Site, number: int) -> str:
    return _home_label(site, number, 1, "1", 1)[1] if site.code != "XHT" else "L1"


def _lobbies(site: Site) -> Iterator[_Draft]:
    for building in range(1, site.buildings + 1):
        name = _building(site, building)
        for stair in range(1, site.stairs + 1):
            code = f"{site.code}-{building:02d}-{stair}-LOBBY"
            stairs = f"{stair}单元" if site.stairs > 1 else ""
            label = f"{name} lobby" if site.overseas else f"{name}{stairs}大堂"
            yield code, "lobby", label, name, 1, "1", drawing.stair_at(site, building, stair)
        top = site.floors
        for place, zh, en, floor in (("ROOF", "屋面", "roof", top), ("FACADE", "外墙", "facade", 1)):
            label = f"{name} {en}" if site.overseas else f"{name}{zh}"
            code = f"{site.code}-{building:02d}-{place}"
            yield code, "common", label, name, floor, str(floor), drawing.building_at(site, building)


def _lifts(site: Site) -> Iterator[_Draft]:
    for number in range(1, site.lifts + 1):
        tower = (number - 1) // site.lifts_per_stair
        building, stair = tower // site.stairs + 1, tower % site.stairs + 1
        name = _building(site, building)
        label = f"{name} lift {number}" if site.overseas else f"{name}{number}号电梯"
        yield f"{site.code}-L{number:02d}", "lift", label, name, 1, "1", drawing.stair_at(site, building, stair)


def _common(site: Site) -> Iterator[_Draft]:
    for index, (after, zh, en) in enumerate(site.common):
        floor = -int(after[1]) if after[0] == "B" and after[1].isdigit() else 1
        label = en if site.overseas else zh
        shown = after[:2] if floor < 0 else "1"
        yield f"{site.code}-{after}", "common", label, "", floor, shown, drawing.common_at(site, index)
    for index, basement in enumerate(site.basements):
        label = f"地下{'一二三'[int(basement[1]) - 1]}层车库"
        floor = -int(basement[1])
        yield f"{site.code}-{basement}", "common", label, "", floor, basement, drawing.common_at(site, 20 + index)


def _number(seed: int, code: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\x1f{code}".encode()).digest()[:6], "big")


def _contact(seed: int, site: Site, code: str, kind: str) -> Contact:
    """A role code instead of a name and a number nobody has."""
    if kind != "unit":
        return Contact()
    return Contact(f"OWN-{code}", f"000{_number(seed, code) % 100_000_000:08d}")


def _note(seed: int, site: Site, code: str) -> str:
    drawn = _number(seed, f"note-{code}")
    notes = _NOTES_EN if site.overseas else _NOTES_ZH
    return notes[drawn % len(notes)] if drawn % 9 == 0 else ""
