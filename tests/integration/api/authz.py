"""Who may call what, as data: every route of the application and what each principal gets.

A row is `"METHOD path"` → verdict per principal. Object-level refusals are 404, function-level ones 403, a missing
credential is 401 and always decided before anything is said about existence. `FACTORIES` builds a valid request per
route; a route without one, or without a row, fails the test.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.support.server import Server, an_id
from tests.support.small_estate import PEOPLE

OFFICE = ("dispatcher", "clerk", "steward", "lead", "other_lead", "manager", "admin", "foreign_dispatcher")
STAFF = ("technician", "colleague", *OFFICE)
PRINCIPALS = ("anonymous", *STAFF, "disabled", "owner", "ticket")
DESK = ("dispatcher", "clerk", "steward", "lead", "other_lead", "admin", "foreign_dispatcher")
HERE = ("dispatcher", "clerk", "steward", "lead", "manager", "admin")  # office people who may see the home's orders
AWAY = ("other_lead", "foreign_dispatcher")  # office people for whom the home's orders do not exist
INBOX = ("dispatcher", "lead", "other_lead", "admin", "foreign_dispatcher")
SHA = "0" * 64


class Asked(NamedTuple):
    """A valid request: path parameters filled in, body, headers."""

    path: str
    json: Any = None
    content: bytes | None = None
    headers: dict[str, str] | None = None


class World(NamedTuple):
    """What the factories may refer to: an order of the home, offered to `technician`."""

    server: Server
    order: str
    version: int


def everyone(status: int) -> dict[str, int]:
    return dict.fromkeys(PRINCIPALS, status)


def some(names: tuple[str, ...], status: int = 200, *, hidden: tuple[str, ...] = (), rest: int = 403) -> dict[str, int]:
    """`names` get `status`, `hidden` 404, nobody known 401, all others `rest`."""
    verdicts = dict.fromkeys(PRINCIPALS, rest)
    verdicts |= dict.fromkeys(names, status) | dict.fromkeys(hidden, 404)
    return verdicts | {"anonymous": 401, "disabled": 401}


BLOBS = "/api/v1/blobs"
ORDERS = "/api/v1/work-orders"
ORDER = ORDERS + "/{work_order_id:str}"

MATRIX: dict[str, dict[str, int]] = {
    "GET /health/live": everyone(200),
    "GET /health/ready": everyone(200),
    "POST /api/v1/auth/login": everyone(401),
    "POST /api/v1/auth/refresh": everyone(401),
    "POST /api/v1/auth/logout": everyone(204),
    "GET /api/v1/me": some(STAFF),
    "PATCH /api/v1/me": some(STAFF),
    "POST /api/v1/me/position": some(("technician", "colleague"), 204),
    "GET /api/v1/push/key": some(STAFF),
    "PUT /api/v1/me/push": some(STAFF, 204),
    "DELETE /api/v1/me/push": some(STAFF, 204),
    f"GET {ORDERS}": some(OFFICE),
    f"POST {ORDERS}": some(
        ("dispatcher", "clerk", "steward", "lead", "admin"), 201, hidden=("other_lead", "foreign_dispatcher")
    ),
    f"GET {ORDER}": some(("technician", *HERE), hidden=("colleague", *AWAY)),
    f"GET {ORDER}/candidates": some(("dispatcher", "admin"), hidden=("foreign_dispatcher",)),
    f"GET {ORDER}/what-if": some(("dispatcher", "admin"), hidden=("foreign_dispatcher",)),
    f"POST {ORDER}/offer": some(("dispatcher", "admin"), hidden=("foreign_dispatcher",)),
    f"POST {ORDER}/dispatch": some(("dispatcher", "admin"), hidden=("foreign_dispatcher",)),
    f"POST {ORDER}/intents": some(("dispatcher", "clerk", "lead"), hidden=AWAY),
    f"POST {ORDER}/sign-off": some(("dispatcher", "steward", "manager", "admin"), 409, hidden=("foreign_dispatcher",)),
    f"GET {ORDER}/parts/{{material:str}}": some(("technician", *HERE), hidden=("colleague", *AWAY)),
    f"POST {ORDER}/approvals/{{approval_id:str}}": some((), hidden=("lead", "other_lead", "manager", "admin")),
    "GET /api/v1/approvals": some(("lead", "other_lead", "manager", "admin")),
    "POST /api/v1/me/allowance": some((), hidden=("technician", "colleague")),
    f"POST {ORDER}/notes": some(("technician", *HERE), hidden=("colleague", *AWAY)),
    f"POST {ORDER}/link": some(("dispatcher", "clerk", "steward", "lead", "admin"), hidden=AWAY),
    f"POST {ORDER}/links/revoke": some(("dispatcher", "clerk", "steward", "lead", "admin"), hidden=AWAY),
    f"POST {ORDER}/phone": some(("dispatcher", "lead", "admin"), hidden=AWAY),
    f"GET {ORDER}/certificate": some(("technician", *HERE), 409, hidden=("colleague", *AWAY)),
    "GET /api/v1/board": some(("dispatcher", "clerk", "steward", "manager", "admin", "foreign_dispatcher")),
    "GET /api/v1/board/stream": some(()),
    "GET /api/v1/agenda": some(("dispatcher", "admin", "foreign_dispatcher")),
    "GET /api/v1/reviews": some(("lead", "other_lead", "manager", "admin")),
    "GET /api/v1/incidents": some(("dispatcher", "clerk", "steward", "manager", "admin", "foreign_dispatcher")),
    "POST /api/v1/incidents/{work_order_id:str}/gather": some(("dispatcher", "admin"), hidden=("foreign_dispatcher",)),
    "GET /api/v1/plans": some(("dispatcher", "admin", "foreign_dispatcher")),
    "POST /api/v1/plans": some(()),
    "GET /api/v1/plans/{plan_id:str}": some((), hidden=("dispatcher", "admin", "foreign_dispatcher")),
    "POST /api/v1/plans/{plan_id:str}/apply": some((), hidden=("dispatcher", "admin", "foreign_dispatcher")),
    "POST /api/v1/plans/{plan_id:str}/drop": some((), hidden=("dispatcher", "admin", "foreign_dispatcher")),
    "GET /api/v1/policies": some(("dispatcher", "manager", "admin", "foreign_dispatcher")),
    "PUT /api/v1/policies": some(("manager", "admin")),
    "POST /api/v1/policies/preview": some(("dispatcher", "manager", "admin", "foreign_dispatcher")),
    "POST /api/v1/policies/drop": some((), hidden=("manager", "admin")),
    "GET /api/v1/estate/premises": some(OFFICE),
    "GET /api/v1/estate/faults": some(STAFF),
    "GET /api/v1/estate/materials": some(STAFF),
    "GET /api/v1/estate/technicians": some(STAFF),
    "GET /api/v1/admin/accounts": some(("admin",)),
    "POST /api/v1/admin/accounts/{account_id:str}/disable": some((), hidden=("admin",)),
    "POST /api/v1/admin/accounts/{account_id:str}/enable": some((), hidden=("admin",)),
    "GET /api/v1/admin/accounts/{account_id:str}/devices": some((), hidden=("admin",)),
    "POST /api/v1/admin/devices/{device_id:str}/revoke": some((), hidden=("admin",)),
    "GET /api/v1/dropbox": some(("admin",)),
    "GET /api/v1/dropbox/{drop_id:str}": some((), hidden=("admin",)),
    "POST /api/v1/dropbox/{drop_id:str}/handled": some((), hidden=("admin",)),
    "GET /api/v1/dropbox/{drop_id:str}/opened": some((), hidden=("admin",)),
    "POST /api/v1/dropbox/{drop_id:str}/import": some((), hidden=("admin",)),
    "GET /api/v1/buried": some(("admin",)),
    "POST /api/v1/buried/retry": some(("admin",)),
    "GET /api/v1/phones": some(INBOX),
    "POST /api/v1/phones/gaps/{gap_id:str}": some((), hidden=INBOX),
    "GET /api/v1/imports": some(OFFICE),
    "POST /api/v1/imports": some(OFFICE, 422),
    "GET /api/v1/office/stream": some(()),
    "GET /api/v1/schema": some(STAFF),
    f"OPTIONS {BLOBS}": everyone(204),
    f"OPTIONS {BLOBS}/{{sha256:str}}": everyone(204),
    f"POST {BLOBS}": some(("technician", "colleague", *DESK, "owner", "ticket"), 201),
    f"POST {BLOBS}/{{sha256:str}}": some(("technician", "colleague", *DESK, "owner", "ticket"), 201),
    f"PATCH {BLOBS}/{{sha256:str}}": some((), hidden=("technician", "colleague", *DESK, "owner", "ticket")),
    f"HEAD {BLOBS}/{{sha256:str}}": some((), hidden=("technician", "colleague", *DESK, "owner", "ticket")),
    f"GET {BLOBS}/{{sha256:str}}": some((), hidden=STAFF),
    "GET /api/v1/report/places/{code:str}": everyone(200),
    "POST /api/v1/report": some(("ticket",), 201),
    "POST /api/v1/owner/session": everyone(404),
    "GET /api/v1/owner/page": some(("owner",)),
    "GET /api/v1/owner/stream": some(()),
    "GET /api/v1/owner/photos/{photo_id:str}": some((), hidden=("owner",)),
    "POST /api/v1/owner/sign": some(("owner",), 409),
    "POST /api/v1/owner/rate": some(("owner",), 409),
    "POST /api/v1/owner/cancel": some(("owner",), 409),
    "POST /api/v1/owner/urge": some(("owner",), 409),
    "GET /api/v1/owner/certificate": some(("owner",), 409),
    "POST /api/v1/sync/devices": some(("technician", "colleague"), 201),
    "POST /api/v1/sync/exchange": some((), hidden=("technician", "colleague")),
    "POST /api/v1/sync/holdings": some((), hidden=("technician", "colleague")),
    "GET /api/v1/sync/sealing-key": some(("technician", "colleague")),
    "GET /api/v1/sync/receipt": some((), hidden=("technician", "colleague")),
    "GET /api/v1/sync/hints": some(()),
    "GET /api/v1/sync/devices/{device_id:str}/standing": everyone(200),
    "POST /api/v1/sync/devices/{device_id:str}/left": everyone(404),
    "POST /api/v1/sync/dropbox": some(STAFF, 202),
    "GET /api/v1/parked": some(("dispatcher", "lead", "other_lead", "admin", "foreign_dispatcher")),
    "POST /api/v1/parked/{op_id:str}": some(
        (), hidden=("dispatcher", "lead", "other_lead", "admin", "foreign_dispatcher")
    ),
    "GET /verify/{number:str}/{digest:str}": everyone(404),
    "GET /v/{number:str}/{digest:str}": everyone(404),
    "POST /v/{number:str}/{digest:str}": everyone(404),
    "GET /v.css": everyone(200),
    "GET /": everyone(404),  # no app is built in this test: the shell has nothing to show, to anybody alike
    **{f"GET /{face}": everyone(404) for face in ("t", "d", "l", "m", "a", "design", "signin", "o")},
    **{f"GET /{face}/{{rest:path}}": everyone(404) for face in ("t", "d", "l", "m", "a", "design")},
    "GET /report/{code:str}": everyone(404),
    "GET /assets/{name:str}": everyone(404),
    "GET /icons/{name:str}": everyone(404),
    "GET /{name:str}": everyone(404),
}
# Answers that are endless or long in the making are not awaited in this test; their refusals are.
STREAMS = {
    "GET /api/v1/office/stream": INBOX,
    "GET /api/v1/board/stream": ("dispatcher", "clerk", "steward", "manager", "admin", "foreign_dispatcher"),
    "POST /api/v1/plans": ("dispatcher", "admin", "foreign_dispatcher"),
    "GET /api/v1/owner/stream": ("owner",),
    "GET /api/v1/sync/hints": ("technician", "colleague"),
}

_SIGN = {
    "nonce": "x",
    "digest": "0" * 64,
    "signer": "a",
    "strokes": [[0, 0, 1, 1]],
    "aspect": 0.5,
    "signature_id": an_id(9),
}
_REPORT = {"place": "YQL-03-2-1201", "words": "水龙头坏了", "fault": "PLB-05", "consent": True, "channel": "desk"}
PUSH = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/abc",
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
_REASON = {"reason": "业主来电"}
_UPLOAD = {"Tus-Resumable": "1.0.0", "Upload-Length": "10"}
Factory = Callable[[World], Asked]


def _at(path: str, json: Any = None) -> Factory:
    return lambda _world: Asked(path, json)


def _order(rest: str, json: Callable[[World], Any] | None = None) -> Factory:
    return lambda world: Asked(f"{ORDERS}/{world.order}{rest}", json(world) if json else None)


def _intent(world: World) -> Any:
    return {"version": world.version, "intent": {"intent": "escalate", "reason": "催"}}


def _offer(world: World) -> Any:
    return {"version": world.version, "technician_id": PEOPLE["colleague"].id, "reason": "就近"}


FACTORIES: dict[str, Factory] = {
    **{name: _at(name.split(" ", 1)[1]) for name in MATRIX if "{" not in name and name.startswith(("GET", "DELETE"))},
    "POST /api/v1/auth/login": lambda _: Asked("/api/v1/auth/login", {"login": "nobody", "password": "nothing at all"}),
    "POST /api/v1/auth/refresh": _at("/api/v1/auth/refresh"),
    "POST /api/v1/auth/logout": _at("/api/v1/auth/logout"),
    "PATCH /api/v1/me": lambda _: Asked("/api/v1/me", {"language": "en"}),
    "POST /api/v1/me/position": lambda _: Asked(
        "/api/v1/me/position", {"lat": 30.57, "lng": 104.06, "accuracy_m": 12, "at": "2026-11-24T02:00:00Z"}
    ),
    "PUT /api/v1/me/push": lambda _: Asked("/api/v1/me/push", PUSH),
    f"POST {ORDERS}": lambda world: Asked(ORDERS, {"id": world.server.new_id(), **_REPORT}),
    f"GET {ORDER}": _order(""),
    f"GET {ORDER}/candidates": _order("/candidates"),
    f"GET {ORDER}/what-if": _order("/what-if"),
    f"POST {ORDER}/offer": _order("/offer", _offer),
    f"POST {ORDER}/dispatch": _order("/dispatch"),
    f"POST {ORDER}/intents": _order("/intents", _intent),
    f"POST {ORDER}/sign-off": _order(
        "/sign-off", lambda world: {"version": world.version, "method": "refused", "reason": "不认可费用"}
    ),
    f"GET {ORDER}/parts/{{material:str}}": _order("/parts/M-013"),
    f"POST {ORDER}/approvals/{{approval_id:str}}": _order(
        f"/approvals/{an_id(3)}", lambda world: {"version": world.version, "granted": True}
    ),
    "POST /api/v1/me/allowance": _at("/api/v1/me/allowance", {"device_id": an_id(7)}),
    f"POST {ORDER}/notes": _order("/notes", lambda world: {"id": world.server.new_id(), "text": "已联系业主"}),
    f"POST {ORDER}/link": _order("/link"),
    f"POST {ORDER}/links/revoke": _order("/links/revoke", lambda _: _REASON),
    f"POST {ORDER}/phone": _order("/phone", lambda _: _REASON),
    "POST /api/v1/admin/accounts/{account_id:str}/disable": _at(f"/api/v1/admin/accounts/{an_id(5)}/disable", _REASON),
    "POST /api/v1/admin/accounts/{account_id:str}/enable": _at(f"/api/v1/admin/accounts/{an_id(5)}/enable", _REASON),
    "GET /api/v1/admin/accounts/{account_id:str}/devices": _at(f"/api/v1/admin/accounts/{an_id(5)}/devices"),
    "POST /api/v1/admin/devices/{device_id:str}/revoke": _at(f"/api/v1/admin/devices/{an_id(5)}/revoke", _REASON),
    "GET /api/v1/dropbox/{drop_id:str}": _at(f"/api/v1/dropbox/{an_id(4)}"),
    "POST /api/v1/dropbox/{drop_id:str}/handled": _at(f"/api/v1/dropbox/{an_id(4)}/handled", {"note": "looked at"}),
    "DELETE /api/v1/me/push": _at("/api/v1/me/push", {"endpoint": PUSH["endpoint"]}),
    f"GET {ORDER}/certificate": _order("/certificate"),
    "GET /api/v1/estate/premises": _at("/api/v1/estate/premises?q=YQL"),
    f"OPTIONS {BLOBS}": _at(BLOBS),
    f"OPTIONS {BLOBS}/{{sha256:str}}": _at(f"{BLOBS}/{SHA}"),
    f"POST {BLOBS}": lambda _: Asked(
        BLOBS,
        headers={
            **_UPLOAD,
            "Upload-Metadata": "sha256 "
            "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA==",
        },
    ),
    f"POST {BLOBS}/{{sha256:str}}": lambda _: Asked(f"{BLOBS}/{SHA}", headers=_UPLOAD),
    f"PATCH {BLOBS}/{{sha256:str}}": lambda _: Asked(
        f"{BLOBS}/{SHA}",
        content=b"x",
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"},
    ),
    f"HEAD {BLOBS}/{{sha256:str}}": _at(f"{BLOBS}/{SHA}"),
    f"GET {BLOBS}/{{sha256:str}}": _at(f"{BLOBS}/{SHA}"),
    "GET /api/v1/report/places/{code:str}": _at("/api/v1/report/places/Q7K2M9XA"),
    "POST /api/v1/report": lambda world: Asked(
        "/api/v1/report", {"id": world.server.new_id(), **_REPORT, "place": "Q7K2M9XA", "channel": "qr"}
    ),
    "POST /api/v1/owner/session": lambda _: Asked("/api/v1/owner/session", {"code": "ds_ol_" + "a" * 43}),
    "GET /api/v1/owner/photos/{photo_id:str}": _at(f"/api/v1/owner/photos/{an_id(8)}"),
    "POST /api/v1/owner/sign": lambda _: Asked("/api/v1/owner/sign", _SIGN),
    "POST /api/v1/owner/rate": lambda _: Asked("/api/v1/owner/rate", {"nonce": "x", "solved": True}),
    "POST /api/v1/owner/cancel": lambda _: Asked("/api/v1/owner/cancel", {"nonce": "x", "reason": "好了"}),
    "POST /api/v1/owner/urge": lambda _: Asked("/api/v1/owner/urge", {"nonce": "x"}),
    "POST /api/v1/sync/devices": lambda _: Asked("/api/v1/sync/devices", {"build": "test"}),
    "POST /api/v1/sync/exchange": lambda _: Asked("/api/v1/sync/exchange", {"proto": 1, "device_id": an_id(7)}),
    "GET /api/v1/dropbox/{drop_id:str}/opened": _at(f"/api/v1/dropbox/{an_id(4)}/opened"),
    "POST /api/v1/dropbox/{drop_id:str}/import": lambda _: Asked(f"/api/v1/dropbox/{an_id(4)}/import"),
    "POST /api/v1/buried/retry": lambda _: Asked("/api/v1/buried/retry", {"n": [1]}),
    "POST /api/v1/phones/gaps/{gap_id:str}": lambda _: Asked(f"/api/v1/phones/gaps/{an_id(4)}", {"note": "found"}),
    "POST /api/v1/imports": lambda _: Asked("/api/v1/imports", content=b"x"),
    "POST /api/v1/incidents/{work_order_id:str}/gather": lambda world: Asked(
        f"/api/v1/incidents/{world.order}/gather", {"orders": [an_id(4)]}
    ),
    "POST /api/v1/plans": lambda _: Asked("/api/v1/plans"),
    "GET /api/v1/plans/{plan_id:str}": _at(f"/api/v1/plans/{an_id(4)}"),
    "POST /api/v1/plans/{plan_id:str}/apply": lambda _: Asked(f"/api/v1/plans/{an_id(4)}/apply", {}),
    "POST /api/v1/plans/{plan_id:str}/drop": lambda _: Asked(f"/api/v1/plans/{an_id(4)}/drop"),
    "PUT /api/v1/policies": lambda _: Asked("/api/v1/policies", {"policy": {}}),
    "POST /api/v1/policies/preview": lambda _: Asked("/api/v1/policies/preview", {"policy": {}}),
    "POST /api/v1/policies/drop": lambda _: Asked("/api/v1/policies/drop", {}),
    "POST /api/v1/sync/holdings": lambda _: Asked(f"/api/v1/sync/holdings?device_id={an_id(7)}", {"made": 1}),
    "GET /api/v1/sync/receipt": _at(f"/api/v1/sync/receipt?device_id={an_id(7)}"),
    "GET /api/v1/sync/devices/{device_id:str}/standing": _at(f"/api/v1/sync/devices/{an_id(7)}/standing"),
    "POST /api/v1/sync/devices/{device_id:str}/left": lambda _: Asked(
        f"/api/v1/sync/devices/{an_id(7)}/left", content=b"{}"
    ),
    "POST /api/v1/sync/dropbox": lambda _: Asked("/api/v1/sync/dropbox", content=b"{}"),
    "POST /api/v1/parked/{op_id:str}": lambda _: Asked(
        f"/api/v1/parked/{an_id(6)}", {"decision": "reject", "note": "x"}
    ),
    "GET /verify/{number:str}/{digest:str}": _at(f"/verify/X/{SHA}"),
    "GET /v/{number:str}/{digest:str}": _at(f"/v/X/{SHA}"),
    "POST /v/{number:str}/{digest:str}": lambda _: Asked(
        f"/v/X/{SHA}",
        content=b'--b\r\nContent-Disposition: form-data; name="pdf"; filename="a.pdf"\r\n\r\n%PDF\r\n--b--\r\n',
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    ),
    **{f"GET /{face}/{{rest:path}}": _at(f"/{face}/deep/path") for face in ("t", "d", "l", "m", "a", "design")},
    "GET /report/{code:str}": _at("/report/Q7K2M9XA"),
    "GET /assets/{name:str}": _at("/assets/a.js"),
    "GET /icons/{name:str}": _at("/icons/a.png"),
    "GET /{name:str}": _at("/sw.js"),
}
