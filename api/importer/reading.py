"""Rows of somebody else's CSV file become requests, or are refused with every reason.

    unreadable            bytes that are no UTF-8, or more or fewer fields than the header
    missing_number        nothing to know the request by
    duplicate_number      the number was used by an earlier row of the file
    impossible_time       no time, not a time, an hour that the change of clocks left out, or in the future
    closed_before_created
    missing_position      no latitude or longitude
    bad_position          not on earth, or (0, 0)
    missing_area          no neighbourhood
    outside_area          too far from the middle of its neighbourhood to belong there

Local times are read in the file's zone. An hour that happens twice is the earlier one, unless the request would
then have been closed before it was made.

Units    kilometres for the reach of a neighbourhood; moments aware UTC.
Errors   `BadMap` for a mapping that names no column of the file.
Pure     the rows, the zone and the moment are arguments.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from statistics import median
from zoneinfo import ZoneInfo

from msgspec import Struct

from kernel.errors import Invalid
from kernel.geo import BadPosition, LatLng, checked, haversine_km

FIELDS = ("number", "created", "closed", "type", "status", "channel", "address", "lat", "lng", "area")
NEEDED = frozenset({"number", "created", "type", "lat", "lng", "area"})
MAPS: dict[str, dict[str, str]] = {
    "la311": {
        "number": "SRNumber",
        "created": "CreatedDate",
        "closed": "ClosedDate",
        "type": "RequestType",
        "status": "Status",
        "channel": "RequestSource",
        "address": "Address",
        "lat": "Latitude",
        "lng": "Longitude",
        "area": "NCName",
    }
}
_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M", "%m/%d/%Y %H:%M")


class BadMap(Invalid):
    """The mapping leaves out what is needed, or names a column that the file does not have."""

    code = "bad_map"


class Line(Struct, frozen=True):
    """One row as it stands in the file. `fields` is None when it could not be read."""

    number: int
    fields: tuple[str, ...] | None


class Request(Struct, frozen=True, kw_only=True):
    line: int
    number: str
    created_at: datetime
    closed_at: datetime | None
    type: str
    status: str
    channel: str
    address: str
    area: str
    position: LatLng


class Refused(Struct, frozen=True):
    line: int
    number: str
    reasons: tuple[str, ...]
    fields: tuple[str, ...]


class Judged(Struct, frozen=True):
    """Everything that was read: each row is in exactly one of the two."""

    requests: tuple[Request, ...]
    refused: tuple[Refused, ...]


def mapping(asked: Sequence[str]) -> dict[str, str]:
    """`la311`, or `name=column` pairs, or both: pairs overrule the built-in map."""
    made: dict[str, str] = {}
    for part in asked:
        name, equals, column = part.partition("=")
        if not equals:
            if name not in MAPS:
                raise BadMap(map=name, known=sorted(MAPS))
            made |= MAPS[name]
        elif name not in FIELDS:
            raise BadMap(field=name, known=list(FIELDS))
        else:
            made[name] = column
    missing = sorted(NEEDED - made.keys())
    if missing:
        raise BadMap(missing=missing)
    return made


def columns(header: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Where in a row each field stands."""
    places = {name.strip(): at for at, name in enumerate(header)}
    absent = sorted(column for column in wanted.values() if column not in places)
    if absent:
        raise BadMap(columns=absent, header=list(places))
    return {name: places[column] for name, column in wanted.items()}


def judge(
    lines: Iterable[Line],
    header: Sequence[str],
    wanted: Mapping[str, str],
    zone: ZoneInfo,
    limits: tuple[datetime, float],
) -> Judged:
    """All rows, each taken or refused. `limits`: the present moment and a neighbourhood's reach in kilometres."""
    now, reach_km = limits
    places = columns(header, wanted)
    seen: set[str] = set()
    taken: list[tuple[Request, tuple[str, ...]]] = []
    refused: list[Refused] = []
    for line in lines:
        row = line.fields
        if (
            row is None
            or len(row) != len(header)
            or any("\udc80" <= letter <= "\udcff" for cell in row for letter in cell)
        ):
            refused.append(Refused(line.number, "", ("unreadable",), row or ()))
            continue
        found = _row(line.number, row, places, zone, now)
        number = found.number if isinstance(found, Request) else found[0]
        reasons = () if isinstance(found, Request) else found[1]
        if number and number in seen:
            reasons = (*reasons, "duplicate_number")
        seen.add(number)
        if isinstance(found, Request) and not reasons:
            taken.append((found, row))
        else:
            refused.append(Refused(line.number, number, reasons, row))
    inside, outside = _by_reach(taken, reach_km)
    return Judged(tuple(inside), tuple(sorted((*refused, *outside), key=lambda one: one.line)))


def _row(
    line: int, row: tuple[str, ...], places: Mapping[str, int], zone: ZoneInfo, now: datetime
) -> Request | tuple[str, tuple[str, ...]]:
    """A request, or its number and every reason against it."""

    def cell(name: str) -> str:
        return row[places[name]].strip() if name in places else ""

    reasons: list[str] = []
    created, closed = cell("created"), cell("closed")
    times = span(created, closed, zone)
    if times is None or times[0] > now:
        reasons.append("impossible_time")
    elif times[1] is not None and times[1] < times[0]:
        reasons.append("closed_before_created")
    position = _position(cell("lat"), cell("lng"))
    if isinstance(position, str):
        reasons.append(position)
    reasons += [
        reason for reason, value in (("missing_number", cell("number")), ("missing_area", cell("area"))) if not value
    ]
    if reasons or times is None or isinstance(position, str):
        return cell("number"), tuple(reasons)
    return Request(
        line=line,
        number=cell("number")[:64],
        created_at=times[0],
        closed_at=times[1],
        type=cell("type")[:120] or "Other",
        status=cell("status"),
        channel=cell("channel"),
        address=" ".join(cell("address").split())[:200],
        area=" ".join(cell("area").split())[:120],
        position=position,
    )


def span(created: str, closed: str, zone: ZoneInfo) -> tuple[datetime, datetime | None] | None:
    """Both moments in UTC; None when one of them cannot be."""
    begins = moments(created, zone)
    ends = moments(closed, zone) if closed else []
    if not begins or (closed and not ends):
        return None
    if not ends:
        return begins[0], None
    # An hour that happens twice: the pair that makes sense, the earlier one first.
    for begin in begins:
        for end in ends:
            if begin <= end:
                return begin, end
    return begins[0], ends[0]


def moments(text: str, zone: ZoneInfo) -> list[datetime]:
    """What a local time may mean: one moment, two when the clocks go back, none when they go forward over it."""
    local = _parsed(text.strip())
    if local is None:
        return []
    if local.tzinfo is not None:
        return [local.astimezone(UTC)]
    found = []
    for fold in (0, 1):
        at = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        back = at.astimezone(zone).replace(tzinfo=None)
        if back == local and at not in found:
            found.append(at)
    return found


def _parsed(text: str) -> datetime | None:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is given by the caller
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _position(lat: str, lng: str) -> LatLng | str:
    if not lat or not lng:
        return "missing_position"
    try:
        return checked(float(lat), float(lng))
    except (ValueError, BadPosition):
        return "bad_position"


def _by_reach(taken: Sequence[tuple[Request, tuple[str, ...]]], reach_km: float) -> tuple[list[Request], list[Refused]]:
    """Requests near the middle of their neighbourhood, and those that are somewhere else altogether."""
    middles = centres(request for request, _ in taken)
    inside: list[Request] = []
    outside: list[Refused] = []
    for request, row in taken:
        if haversine_km(request.position, middles[request.area]) > reach_km:
            outside.append(Refused(request.line, request.number, ("outside_area",), row))
        else:
            inside.append(request)
    return inside, outside


def centres(requests: Iterable[Request]) -> dict[str, LatLng]:
    """The middle of each neighbourhood: medians, so that a stray point moves nothing."""
    points: dict[str, list[LatLng]] = {}
    for request in requests:
        points.setdefault(request.area, []).append(request.position)
    return {area: LatLng(median(p.lat for p in found), median(p.lng for p in found)) for area, found in points.items()}


def reasons(refused: Iterable[Refused]) -> Iterator[tuple[str, int]]:
    """How many rows each reason stands against, the most frequent first; a row may have several."""
    counts: dict[str, int] = {}
    for one in refused:
        for reason in one.reasons:
            counts[reason] = counts.get(reason, 0) + 1
    return iter(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
