"""Points on the earth and how far apart they are.

Distance is the great circle (geopy, mean earth radius 6371.009 km), which differs from the ellipsoid by
at most 0.3 % in China; streets differ by far more. Bulk work uses `haversine_km`, tested against geopy.

Units    degrees WGS-84, kilometres, metres of accuracy.
Errors   `BadPosition` for points that cannot be: (0, 0), outside the earth, latitude and longitude swapped.
Pure     yes.
"""

from math import asin, cos, isfinite, radians, sin, sqrt

from msgspec import Struct

from kernel.errors import Invalid

EARTH_RADIUS = 6371.009  # km, geopy's


class BadPosition(Invalid):
    code = "bad_position"


class LatLng(Struct, frozen=True):
    lat: float
    lng: float


def checked(lat: float, lng: float) -> LatLng:
    """The point, or `BadPosition` with a `why` of nowhere, swapped or outside."""
    if not (isfinite(lat) and isfinite(lng)):
        raise BadPosition(why="outside", lat=str(lat), lng=str(lng))
    if abs(lat) < 1e-9 and abs(lng) < 1e-9:
        raise BadPosition(why="nowhere", lat=lat, lng=lng)
    if 90 < abs(lat) <= 180 and abs(lng) <= 90:
        raise BadPosition(why="swapped", lat=lat, lng=lng)
    if abs(lat) > 90 or abs(lng) > 180:
        raise BadPosition(why="outside", lat=lat, lng=lng)
    return LatLng(lat, lng)


def distance_km(a: LatLng, b: LatLng) -> float:
    """Great-circle kilometres by geopy: the reference."""
    from geopy.distance import great_circle  # noqa: PLC0415 - brings an HTTP client along, which no start needs

    return float(great_circle((a.lat, a.lng), (b.lat, b.lng)).kilometers)


def haversine_km(a: LatLng, b: LatLng) -> float:
    """The same great circle without geopy's checks, a hundred times cheaper."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lng - a.lng) / 2) ** 2
    return float(2 * EARTH_RADIUS * asin(min(1.0, sqrt(half))))
