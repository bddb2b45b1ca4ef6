"""A moment that does not say where it stands is refused where it comes in, not somewhere behind."""

from typing import Any

import msgspec
import pytest

from api.wire import PositionReport
from dispatch.intents import AnyIntent
from experience.views import ReportRequest

NAIVE = "2026-11-02T10:00:00"
REPORT = {"id": "0" * 36, "place": "R-1"}
TOLD: list[tuple[Any, dict[str, Any], str]] = [
    (ReportRequest, REPORT, "window_start"),
    (ReportRequest, REPORT, "window_end"),
    (ReportRequest, REPORT, "reported_at"),
    (AnyIntent, {"intent": "send_back", "reason": "blurred"}, "due"),
    (AnyIntent, {"intent": "hold", "reason": "waiting_parts"}, "until"),
    (AnyIntent, {"intent": "arrive", "presence": {"method": "fence", "at": NAIVE}}, ""),
    (PositionReport, {"lat": 30.5, "lng": 104.0}, "at"),
]


@pytest.mark.parametrize(("kind", "told", "name"), TOLD)
def test_a_moment_without_its_zone_is_refused(kind: Any, told: dict[str, Any], name: str) -> None:
    naive = told | ({name: NAIVE} if name else {})
    with pytest.raises(msgspec.ValidationError, match="timezone"):
        msgspec.convert(naive, kind)
    if name:
        assert msgspec.convert(told | {name: NAIVE + "Z"}, kind)
