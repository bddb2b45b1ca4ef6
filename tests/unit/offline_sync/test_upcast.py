"""From the text of any build to today's operation."""

import msgspec
import pytest

from offline_sync import args as a
from offline_sync.model import Operation
from offline_sync.upcast import ARGS, BadArguments, Malformed, TooNew, newest, outside, understand
from tests.support.sync_builders import an_op


class Third(a.Args, frozen=True):
    metres: int


KINDS = {"walk": Third}
LIFTS = {
    ("walk", 1): lambda old: {"kilometres": old["km"]},
    ("walk", 2): lambda old: {"metres": old["kilometres"] * 1000},
}


def test_an_old_version_is_lifted_step_by_step() -> None:
    assert understand(an_op("walk", args={"km": 2}), KINDS, LIFTS).args == Third(2000)
    assert understand(an_op("walk", v=2, args={"kilometres": 3}), KINDS, LIFTS).args == Third(3000)
    assert understand(an_op("walk", v=3, args={"metres": 5}), KINDS, LIFTS).args == Third(5)
    assert newest("walk", LIFTS) == 3


@pytest.mark.parametrize(("kind", "version"), [("walk", 4), ("fly", 1)])
def test_what_is_newer_than_this_server_is_told_apart(kind: str, version: int) -> None:
    with pytest.raises(TooNew):
        understand(an_op(kind, v=version), KINDS, LIFTS)


def test_arguments_are_checked() -> None:
    with pytest.raises(BadArguments):
        understand(an_op("walk", v=3, args={"metres": "far"}), KINDS, LIFTS)
    with pytest.raises(BadArguments):
        understand(an_op("walk", v=0), KINDS, LIFTS)


def test_a_moment_without_its_zone_is_no_moment() -> None:
    with pytest.raises(BadArguments):
        understand(an_op("note.add", args={"id": "0" * 36, "text": "x", "at": "2026-11-02T10:00:00"}))


@pytest.mark.parametrize("raw", [b"null", b"[]", b"{}", b'"x"', b'{"op_id":"short","kind":"x","v":1}'])
def test_what_is_no_operation_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        outside(raw)


def test_fields_nobody_knows_yet_are_ignored() -> None:
    text = msgspec.json.encode(an_op("visit.depart"))
    more = text[:-1] + b',"weather":"rain"}'
    assert isinstance(outside(more), Operation)


def test_every_kind_of_the_contract_is_understood() -> None:
    assert sorted(ARGS) == [
        "approval.ask",
        "check.set",
        "note.add",
        "note.revise",
        "offer.accept",
        "offer.decline",
        "part.add",
        "part.quantity",
        "part.remove",
        "photo.add",
        "photo.retract",
        "report.add",
        "sign_off.capture",
        "visit.arrive",
        "visit.depart",
        "visit.finish",
        "visit.hand_back",
        "visit.hold",
        "visit.resume",
        "visit.start",
        "visit.undo",
    ]
