"""Every answer, success or failure, leaves with the same headers."""

import httpx
import pytest

from api.headers import ALWAYS, CSP_API, CSP_PAGE, HSTS
from tests.support.server import Server

EXPECTED = {
    **ALWAYS,
    "content-security-policy": CSP_API,
    "strict-transport-security": HSTS,
    "cache-control": "no-store",
}


def check(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    for name, value in EXPECTED.items():
        assert answer.headers.get_list(name) == [value], name
    assert answer.headers["x-request-id"]
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        body = answer.json()
        assert body["status"] == status
        assert body["code"]
        assert body["title"]


async def test_success_carries_them(doorstep: Server) -> None:
    check(await (await doorstep.persona("dispatcher")).get("/api/v1/me"), 200)


async def test_every_kind_of_failure_carries_them(doorstep: Server) -> None:
    client, who = doorstep.client, await doorstep.persona("dispatcher")
    order = "/api/v1/work-orders/00000000-0000-7000-8000-000000000000"
    json_type = {"Content-Type": "application/json"}
    check(await who.ask("POST", "/api/v1/auth/login", content=b"{", headers=json_type), 400)
    check(await who.ask("POST", "/api/v1/auth/login", content=b"[" * 4_000, headers=json_type), 400)
    check(await client.get("/api/v1/me"), 401)
    check(await (await doorstep.persona("technician")).get("/api/v1/board"), 403)
    check(await who.get(order), 404)
    check(await who.get("/api/v1/nothing/here"), 404)
    check(await who.ask("PUT", "/api/v1/board"), 405)
    check(await who.ask("POST", "/api/v1/auth/login", content=b'"' + b"a" * 2_000_000 + b'"', headers=json_type), 413)
    check(await who.ask("POST", "/api/v1/auth/login", content=b"{}", headers={"Content-Type": "text/plain"}), 415)
    evil = {"Origin": "https://evil.example"}
    check(await who.post("/api/v1/auth/login", {"login": "a", "password": "b"}, headers=evil), 403)
    for _ in range(10):
        await client.post("/api/v1/auth/login", json={"login": "x", "password": "y"})
    check(await client.post("/api/v1/auth/login", json={"login": "x", "password": "y"}), 429)


async def test_a_crash_is_told_as_a_reference_and_nothing_of_its_inside(doorstep: Server) -> None:
    doorstep.app.state.token_key = None  # as if a part were broken
    issued = await doorstep.client.post(
        "/api/v1/auth/login", json={"login": "dispatcher", "password": "correct horse battery staple"}
    )
    cookie = issued.headers["set-cookie"].split(";")[0]
    doorstep.client.cookies.clear()
    answer = await doorstep.client.post("/api/v1/auth/refresh", headers={"Cookie": cookie})
    check(answer, 500)
    assert answer.json()["trace"] == answer.headers["x-request-id"]
    assert "NoneType" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("accept", "title"),
    [("en-GB,en;q=0.9", "Please sign in."), ("zh-CN", "请先登录。"), ("", "请先登录。"), ("fr, en", "Please sign in.")],
)
async def test_the_sentence_is_in_the_reader_s_language(doorstep: Server, accept: str, title: str) -> None:
    answer = await doorstep.client.get("/api/v1/me", headers={"Accept-Language": accept})
    assert answer.json()["title"] == title


async def test_pages_get_the_page_policy_and_hashed_files_are_kept(tmp_path: object) -> None:
    from pathlib import Path

    from tests.support.server import server

    app = Path(str(tmp_path)) / "dist"
    (app / "assets").mkdir(parents=True)
    (app / "index.html").write_text("<!doctype html><title>staff</title>" + " " * 500)
    (app / "owner.html").write_text("<!doctype html><title>owner</title>")
    (app / "assets" / "main-abc.js").write_text("let a = 1;\n" * 100)
    (app / "sw.js").write_text("self.skipWaiting()")
    async with server(Path(str(tmp_path)) / "s", settings={"pwa": app}) as doorstep:
        client = doorstep.client
        for path in ("/", "/t", "/t/orders/1", "/d", "/design"):
            page = await client.get(path)
            assert page.status_code == 200
            assert "<title>staff" in page.text
            assert page.headers["content-security-policy"] == CSP_PAGE
            assert page.headers["cache-control"] == "no-cache"
            assert page.headers["content-type"] == "text/html; charset=utf-8"
        for path in ("/o", "/report/Q7K2M9XA"):
            assert "<title>owner" in (await client.get(path)).text
        asset = await client.get("/assets/main-abc.js", headers={"Accept-Encoding": "gzip"})
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert asset.headers["content-encoding"] == "gzip"
        assert asset.headers["content-type"] == "text/javascript; charset=utf-8"
        again = await client.get("/assets/main-abc.js", headers={"If-None-Match": asset.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        for path in ("/", "/o", "/sw.js"):  # what a browser keeps under its policy is not put under another one
            tag = (await client.get(path)).headers["etag"]
            kept = await client.get(path, headers={"If-None-Match": tag})
            assert (kept.status_code, kept.headers.get("content-security-policy")) == (304, None)
            assert kept.headers["x-content-type-options"] == "nosniff"
        assert (await client.get("/sw.js")).headers["cache-control"] == "no-cache"
        for path in (
            "/assets/..%2f..%2fdoorstep.db",
            "/assets/%2e%2e/index.html",
            "/..%2fdata%2fdoorstep.db",
            "/t/../x.db",
            "/keys",
        ):
            answer = await client.get(path)
            assert answer.status_code == 404 or "<title>staff" in answer.text
            assert b"SQLite" not in answer.content
