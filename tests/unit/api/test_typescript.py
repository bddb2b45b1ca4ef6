"""The phone's types and its state table are what Python says now."""

from api import typescript
from dispatch.lifecycle_table import TABLE
from dispatch.model import Status
from kernel.actors import Role


def test_the_types_in_the_repository_are_those_of_the_structs() -> None:
    written = (typescript.PWA / "wire" / "types.gen.ts").read_text(encoding="utf-8")
    assert written == typescript.types(), "run python -m api.typescript"


def test_the_state_table_in_the_repository_is_the_one_of_dispatch() -> None:
    written = (typescript.PWA / "engine" / "lifecycle.gen.ts").read_text(encoding="utf-8")
    assert written == typescript.lifecycle_table_text(), "run python -m api.typescript"


def test_the_same_structs_give_the_same_text() -> None:
    assert typescript.types() == typescript.types()
    assert typescript.lifecycle_table_text() == typescript.lifecycle_table_text()


def test_the_phone_gets_every_step_by_which_a_technician_moves_an_order_offline_and_no_other() -> None:
    text = typescript.lifecycle_table_text()
    for name, rule in TABLE.items():
        assert (f"\n  {name}: {{ from:" in text) == (
            Role.TECHNICIAN in rule.roles and rule.offline and rule.to is not None
        )
    for status in Status:
        assert f"\n  {status}: " in text


def test_an_answer_carries_all_its_fields_and_a_request_may_leave_defaults_out() -> None:
    text = typescript.types()
    answer = text.split("export interface PhoneOrder {")[1].split("}")[0]
    request = text.split("export interface ReportRequest {")[1].split("}")[0]
    assert "?:" not in answer
    assert "readonly id: string" in request
    assert "readonly fault?: string | null" in request
