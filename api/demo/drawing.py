"""Each community's own plan: buildings, roads, gates and greens around its centre, as GeoJSON.

Every layout is laid out in metres east and north of the centre and then put on the earth. The same site gives
the same plan. Features carry `kind` (boundary, road, green, water, parking, building, gate), `name` and,
for buildings, `building` and `levels`, so that a map without any tile server looks like a place.

Units    metres inside, degrees WGS-84 in the result.
Pure     yes.
"""

from collections.abc import Iterable
from math import cos, pi, radians, sin

import msgspec

from api.demo.sites import Site
from kernel.geo import LatLng

Point = tuple[float, float]
Ring = list[Point]

_METRES_PER_DEGREE = 111_195.0


class Block(msgspec.Struct, frozen=True):
    """One building: where its middle is, how big, how turned."""

    number: int
    east: float
    north: float
    width: float
    depth: float
    turn: float = 0.0  # degrees, anticlockwise


def blocks(site: Site) -> list[Block]:
    """Where the buildings of a site stand."""
    match site.layout:
        case "rows":
            rows = [(-105.0, 118.0), (0.0, 128.0), (105.0, 118.0)], [(-105.0, 0.0), (105.0, 0.0)]
            south = [(-105.0, -118.0), (0.0, -128.0), (105.0, -118.0)]
            middles = [*rows[0], *rows[1], *south]
            return [Block(n + 1, east, north, 62, 17, 3 * (n % 3 - 1)) for n, (east, north) in enumerate(middles)]
        case "slabs":
            spots = [(col * 84.0 - 84.0, 132.0 - row * 62.0) for row in range(5) for col in range(3)]
            return [Block(n + 1, east, north, 66, 12) for n, (east, north) in enumerate(spots[:14])]
        case "river":
            return [Block(n + 1, n * 74.0 - 148.0, 24.0 * sin(n * pi / 4) - 20, 34, 26, 14 - 7 * n) for n in range(5)]
        case "campus":
            return [Block(1, -82, 58, 46, 46, 8), Block(2, 84, 50, 46, 46, -8), Block(3, 0, -78, 64, 40, 0)]
        case "mall":
            return [Block(1, 0, 0, 210, 118, 0)]
        case "court":
            return [Block(1, 0, 14, 92, 18, -11)]
        case _:
            return [Block(1, -46, 18, 30, 30, 22), Block(2, 46, 18, 30, 30, -22)]


def plan(site: Site) -> str:
    """The site's plan as GeoJSON text, the lowest layer first."""
    features: list[dict[str, object]] = []
    standing = blocks(site)
    half_width = max(abs(b.east) + b.width / 2 for b in standing) + 46
    half_depth = max(abs(b.north) + b.depth / 2 for b in standing) + 46
    edge = _rounded(half_width, half_depth, 26)
    features.append(_polygon(site, [edge], kind="boundary", name=site.zh, name_en=site.en))
    features.extend(_grounds(site, half_width, half_depth))
    features.extend(_roads(site, half_width, half_depth))
    for block in standing:
        rings = [_rectangle(block.east, block.north, block.width, block.depth, block.turn)]
        if site.layout == "mall":
            rings = [_mall(block), _rectangle(0, 0, 84, 30, 0)[::-1]]
        name = _block_name(site, block.number)
        facts = {"building": f"{block.number:02d}", "levels": site.floors, "name_en": f"Block {block.number}"}
        features.append(_polygon(site, rings, kind="building", name=name, **facts))
    for name, name_en, east, north in _gates(half_width, half_depth):
        features.append(_point(site, (east, north), kind="gate", name=name, name_en=name_en))
    return msgspec.json.encode({"type": "FeatureCollection", "features": features}).decode()


def building_at(site: Site, number: int) -> LatLng:
    """The middle of a building."""
    found = next(block for block in blocks(site) if block.number == number)
    return on_earth(site.position, (found.east, found.north))


def stair_at(site: Site, number: int, stair: int) -> LatLng:
    """The door of a stair: along the building's long side."""
    block = next(block for block in blocks(site) if block.number == number)
    along = block.width * (stair / (site.stairs + 1) - 0.5)
    east, north = _turned(along, -block.depth / 2, block.turn)
    return on_earth(site.position, (block.east + east, block.north + north))


def common_at(site: Site, index: int) -> LatLng:
    """Where a common place lies: on a spiral around the centre, gates on the edge."""
    angle, radius = index * 2.4, 14 + 9.0 * (index % 7)
    return on_earth(site.position, (radius * cos(angle), radius * sin(angle)))


def on_earth(centre: LatLng, point: Point) -> LatLng:
    east, north = point
    lat = centre.lat + north / _METRES_PER_DEGREE
    lng = centre.lng + east / (_METRES_PER_DEGREE * cos(radians(centre.lat)))
    return LatLng(round(lat, 7), round(lng, 7))


def _block_name(site: Site, number: int) -> str:
    if site.overseas:
        return f"Block {number}"
    return site.zh if site.layout == "mall" else f"{number}栋"


def _grounds(site: Site, half_width: float, half_depth: float) -> Iterable[dict[str, object]]:
    """Greens, water and parking below everything that is built."""
    if site.layout in {"rows", "slabs"}:
        width = 30 if site.layout == "slabs" else 62
        yield _polygon(
            site, [_ellipse(0, 0 if site.layout == "rows" else -half_depth + 40, width, 26)], kind="green", name="花园"
        )
    if site.layout == "rows":
        yield _polygon(site, [_ellipse(14, -4, 20, 9)], kind="water", name="水景")
    if site.layout in {"river", "court"}:
        bank = [(-half_width, -half_depth), (half_width, -half_depth), (half_width, -half_depth + 20)]
        wave = [(half_width - x, -half_depth + 20 + 6 * sin(x / 40)) for x in range(0, int(2 * half_width), 20)]
        name = "River" if site.overseas else "江"
        yield _polygon(site, [[*bank, *wave, (-half_width, -half_depth + 20)]], kind="water", name=name)
        yield _polygon(site, [_ellipse(0, half_depth - 36, half_width * 0.5, 16)], kind="green", name="花园")
    if site.layout == "campus":
        yield _polygon(site, [_ellipse(0, 6, 44, 34)], kind="green", name="广场")
        yield _polygon(site, [_ellipse(0, 6, 14, 10)], kind="water", name="喷泉")
    if site.layout == "towers":
        yield _polygon(site, [_rectangle(0, -30, 50, 16, 0)], kind="water", name="Pool")
        yield _polygon(site, [_ellipse(0, 34, 22, 12)], kind="green", name="Garden")
    for side in (-1, 1):
        spot = _rectangle(side * (half_width - 18), half_depth - 24, 18, 30, 0)
        yield _polygon(site, [spot], kind="parking", name="P")


def _roads(site: Site, half_width: float, half_depth: float) -> Iterable[dict[str, object]]:
    """A ring inside the boundary, the way from gate to gate, and a lane before every row."""
    ring = _rounded(half_width - 20, half_depth - 20, 20)
    yield _line(site, ring, kind="road", name="环路", width=7)
    if site.layout != "mall":
        yield _line(site, [(0, half_depth), (0, half_depth - 20)], kind="road", name="北门路", width=7)
    yield _line(site, [(0, -half_depth), (0, -half_depth + 20)], kind="road", name="南门路", width=7)
    lanes = sorted({round(b.north - b.depth / 2 - 9) for b in blocks(site)})
    for north in lanes:
        if site.layout in {"rows", "slabs"}:
            lane = [(-half_width + 20, float(north)), (half_width - 20, float(north))]
            yield _line(site, lane, kind="road", name="", width=4)


def _gates(half_width: float, half_depth: float) -> list[tuple[str, str, float, float]]:
    return [("北门", "North gate", 0.0, half_depth), ("南门", "South gate", 0.0, -half_depth)]


def _mall(block: Block) -> Ring:
    """A mall is no rectangle: cut corners and a swung front."""
    w, d = block.width / 2, block.depth / 2
    front = [(x, -d - 8 * sin((x + w) / (2 * w) * pi)) for x in range(int(-w + 16), int(w - 15), 12)]
    return _closed([(-w, -d + 16), *front, (w, -d + 16), (w, d - 22), (w - 22, d), (-w + 22, d), (-w, d - 22)])


def _rectangle(east: float, north: float, width: float, depth: float, turn: float) -> Ring:
    corners = [(-width / 2, -depth / 2), (width / 2, -depth / 2), (width / 2, depth / 2), (-width / 2, depth / 2)]
    turned = [_turned(x, y, turn) for x, y in corners]
    return _closed([(east + x, north + y) for x, y in turned])


def _turned(x: float, y: float, degrees: float) -> Point:
    angle = radians(degrees)
    return x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)


def _ellipse(east: float, north: float, wide: float, deep: float) -> Ring:
    return _closed([(east + wide * cos(n * pi / 16), north + deep * sin(n * pi / 16)) for n in range(32)])


def _rounded(half_width: float, half_depth: float, radius: float) -> Ring:
    corners = [(1, 1, 0), (-1, 1, 90), (-1, -1, 180), (1, -1, 270)]
    ring: Ring = []
    for east, north, start in corners:
        for step in range(0, 91, 15):
            angle = radians(start + step)
            x = east * (half_width - radius) + radius * cos(angle)
            ring.append((x, north * (half_depth - radius) + radius * sin(angle)))
    return _closed(ring)


def _closed(ring: Ring) -> Ring:
    return [*ring, ring[0]]


def _degrees(site: Site, points: Iterable[Point]) -> list[list[float]]:
    put = [on_earth(site.position, point) for point in points]
    return [[round(p.lng, 6), round(p.lat, 6)] for p in put]


def _feature(geometry: str, coordinates: object, facts: dict[str, object]) -> dict[str, object]:
    return {"type": "Feature", "properties": facts, "geometry": {"type": geometry, "coordinates": coordinates}}


def _polygon(site: Site, rings: Iterable[Ring], **facts: object) -> dict[str, object]:
    return _feature("Polygon", [_degrees(site, ring) for ring in rings], facts)


def _line(site: Site, points: Iterable[Point], **facts: object) -> dict[str, object]:
    return _feature("LineString", _degrees(site, points), facts)


def _point(site: Site, point: Point, **facts: object) -> dict[str, object]:
    return _feature("Point", _degrees(site, [point])[0], facts)
