"""The TypeScript twins of our structs and of the state table.

`python -m api.typescript` writes `pwa/src/wire/types.gen.ts` (every struct that crosses the wire, as
msgspec encodes it) and `pwa/src/engine/lifecycle.gen.ts` (the state table as a literal). A test compares the
files with what this module would write, so neither side can drift. The same input gives the same bytes.

An answer always carries all its fields; of a request only those without a default are required.

Pure     `types`, `lifecycle`.
Effects  `main` writes the two files.
"""

import enum
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import get_args

from msgspec import inspect as shape

from api import notices, phones, wire
from dispatch import agenda, dayplans, gathering, intents, lifecycle, lifecycle_table, model, replaying, sheet, views
from experience import views as owner
from kernel import outbox
from kernel.actors import Role
from media import model as media
from offline_sync import dropbox, importing, sealing
from offline_sync import model as sync

ANSWERS: tuple[type, ...] = (
    views.PhoneOrder,
    views.Board,
    views.OrderDetail,
    views.Decision,
    views.ReviewItem,
    views.PremisesHit,
    views.Allowance,
    views.ApprovalRow,
    views.PartRow,
    agenda.Agenda,
    agenda.WhatIf,
    wire.Plans,
    dayplans.Applied,
    wire.Policies,
    replaying.Comparison,
    wire.Incidents,
    gathering.Gathered,
    wire.Session,
    wire.Dossier,
    wire.FaultEntry,
    wire.Link,
    wire.PushKey,
    wire.Phone,
    notices.PushPayload,
    model.Material,
    media.Photo,
    media.Signature,
    sync.ExchangeAnswer,
    sync.EnrolAnswer,
    sealing.PublicKey,
    phones.PhonesPage,
    importing.Imported,
    dropbox.Drops,
    dropbox.Opened,
    outbox.Buried,
    wire.AccountRow,
    wire.DeviceRow,
    sync.Receipt,
    sync.OpOutcome,
    sync.Moment,
    sheet.Sheet,
    owner.ReportPlace,
    owner.ReportAnswer,
    owner.OwnerPage,
)
REQUESTS: tuple[type, ...] = (
    owner.ReportRequest,
    owner.SignByLink,
    owner.Rating,
    sync.EnrolRequest,
    sync.Holdings,
    wire.MePatch,
    wire.PositionReport,
    wire.PushSubscriptionPut,
    wire.PushSubscriptionGone,
    wire.Reasoned,
    wire.Offering,
    wire.Intending,
    wire.NoteAdding,
    wire.PlanApplying,
    wire.Gathering,
    wire.PolicyPutting,
    wire.PolicyScope,
    wire.SignedOff,
    wire.Approving,
    wire.PhoneNamed,
    *get_args(intents.AnyIntent),
)
ENUMS: tuple[type[enum.StrEnum], ...] = (model.Slot, model.AssignmentState, model.Channel, model.Kind)
HEAD = "// Written by `python -m api.typescript`. Do not edit: change the struct and run it again.\n"
PWA = Path(__file__).resolve().parent.parent / "pwa" / "src"


def types() -> str:
    """The text of `types.gen.ts`."""
    found: dict[str, str] = {
        "Instant": "/** An ISO-8601 moment in UTC, as in 2026-11-24T01:02:03Z. */\nexport type Instant = string\n"
    }
    for kind in ENUMS:
        _name(shape.type_info(kind), found)
    for root in ANSWERS:
        _name(shape.type_info(root), found)
    for root in REQUESTS:
        _name(shape.type_info(root), found, request=True)
    names = " | ".join(f"{one.__name__}Intent" for one in get_args(intents.AnyIntent))
    found["AnyIntent"] = f"export type AnyIntent = {names}\n"
    return HEAD + "\n" + "\n".join(text for _, text in sorted(found.items()))


def lifecycle_table_text() -> str:
    """The text of `lifecycle.gen.ts`."""
    order = {status: place for place, status in enumerate(model.Status)}

    def listed(items: Iterable[model.Status]) -> str:
        return "[" + ", ".join(f"'{item}'" for item in sorted(items, key=lambda status: order[status])) + "]"

    rows = [
        f"  {name}: {{ from: {listed(rule.sources)}, to: {_literal(rule.to)} }},"
        for name, rule in lifecycle_table.TABLE.items()
        if Role.TECHNICIAN in rule.roles and rule.offline and rule.to is not None
    ]
    ranks = [f"  {status}: {rank}," for status, rank in lifecycle_table.RANK.items()]
    pausing = ", ".join(f"'{reason}'" for reason in model.HoldReason if reason in lifecycle.PAUSING)
    return "\n".join(
        [
            HEAD,
            "import type { HoldReason, Status } from '../wire/types.gen'\n",
            "export interface Rule {",
            "  readonly from: readonly Status[]",
            "  readonly to: Status | null",
            "}\n",
            "/** The steps by which a technician moves a work order, also offline. */",
            "export const TABLE = {",
            *rows,
            "} as const satisfies Record<string, Rule>\n",
            "/** How far along a status is; a late word about an earlier one is superseded, not refused. */",
            "export const RANK: Readonly<Record<Status, number>> = {",
            *ranks,
            "}\n",
            f"export const TERMINAL: readonly Status[] = {listed(model.TERMINAL)}\n",
            f"export const PAUSING: readonly HoldReason[] = [{pausing}]\n",
            f"export const TERMS = '{sheet.TERMS}'\n",
        ]
    )


def _literal(value: object) -> str:
    return "null" if value is None else f"'{value}'"


def _name(kind: shape.Type, found: dict[str, str], *, request: bool = False) -> str:
    """The TypeScript name of a type; structs and enums on the way are added to `found`."""
    match kind:
        case shape.StructType():
            return _struct(kind, found, request=request)
        case shape.EnumType():
            name = kind.cls.__name__
            found[name] = f"export type {name} = {' | '.join(repr(str(item.value)) for item in kind.cls)}\n"
            return name
        case shape.UnionType():
            parts = [_name(part, found, request=request) for part in kind.types]
            return " | ".join(sorted(parts, key=lambda part: part == "null"))
        case shape.VarTupleType() | shape.ListType() | shape.FrozenSetType() | shape.SetType():
            item = _name(kind.item_type, found, request=request)
            return f"readonly ({item})[]" if " " in item else f"readonly {item}[]"
        case shape.TupleType():
            return f"readonly [{', '.join(_name(item, found, request=request) for item in kind.item_types)}]"
        case shape.DictType():
            return f"Readonly<Record<string, {_name(kind.value_type, found, request=request)}>>"
        case _:
            return _PLAIN[type(kind)]


_PLAIN: Mapping[type[shape.Type], str] = {
    shape.StrType: "string",
    shape.IntType: "number",
    shape.FloatType: "number",
    shape.BoolType: "boolean",
    shape.NoneType: "null",
    shape.DateTimeType: "Instant",
    shape.AnyType: "unknown",
    shape.RawType: "unknown",
}


def _struct(kind: shape.StructType, found: dict[str, str], *, request: bool) -> str:
    name = kind.cls.__name__ + ("Intent" if issubclass(kind.cls, intents.Intent) else "")
    if name in found:
        return name
    found[name] = ""  # a struct may contain itself
    lines = [f"  readonly {kind.tag_field}: '{kind.tag}'"] if kind.tag_field else []
    for field in kind.fields:
        mark = "?" if request and not field.required else ""
        lines.append(f"  readonly {field.encode_name}{mark}: {_name(field.type, found, request=request)}")
    body = "\n".join(lines)
    found[name] = f"export interface {name} {{\n{body}\n}}\n" if lines else f"export type {name} = object\n"
    return name


def main() -> None:
    for path, text in (
        (PWA / "wire" / "types.gen.ts", types()),
        (PWA / "engine" / "lifecycle.gen.ts", lifecycle_table_text()),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
