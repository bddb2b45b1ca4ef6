"""Signing in and staying in: lost answers are forgiven, copies are not, disabled means now."""

from datetime import timedelta

import httpx

from api import accounts, tokens
from kernel.actors import system
from tests.support.server import PASSWORD, Server
from tests.support.small_estate import PEOPLE

LOGIN, REFRESH = "/api/v1/auth/login", "/api/v1/auth/refresh"


async def sign_in(server: Server, login: str = "dispatcher", password: str = PASSWORD) -> httpx.Response:
    return await server.client.post(LOGIN, json={"login": login, "password": password})


def cookie_of(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"].split(";")[0].split("=", 1)[1]


async def refresh(server: Server, shown: str) -> httpx.Response:
    server.client.cookies.clear()
    return await server.client.post(REFRESH, headers={"Cookie": f"__Host-ds_rt={shown}"})


async def test_a_right_password_opens_a_session_that_says_who_one_is(doorstep: Server) -> None:
    answer = await sign_in(doorstep)
    assert answer.status_code == 200
    me = answer.json()["me"]
    assert (me["code"], me["role"], me["org"], me["currency"]) == ("DISP-1", "dispatcher", "LT", "CNY")
    who = await doorstep.client.get("/api/v1/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
    assert who.json() == me


async def test_the_cookie_is_bound_to_the_host_and_hidden_from_scripts(doorstep: Server) -> None:
    told = (await sign_in(doorstep)).headers["set-cookie"]
    assert told.startswith("__Host-ds_rt=ds_rf_")
    for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert part.lower() in told.lower()


async def test_a_wrong_password_and_an_unknown_name_are_the_same_answer(doorstep: Server) -> None:
    wrong = await sign_in(doorstep, password="not the password")
    unknown = await sign_in(doorstep, login="nobody at all")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_guessing_ends_after_ten_tries_and_says_when_to_come_back(doorstep: Server) -> None:
    for _ in range(10):
        assert (await sign_in(doorstep, password="wrong")).status_code == 401
    answer = await sign_in(doorstep)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) == 60
    doorstep.clock.advance(timedelta(minutes=1))
    assert (await sign_in(doorstep)).status_code == 200


async def test_a_lost_answer_is_forgiven_the_same_token_gives_the_same_successor(doorstep: Server) -> None:
    first = cookie_of(await sign_in(doorstep))
    lost, again = await refresh(doorstep, first), await refresh(doorstep, first)
    assert lost.status_code == again.status_code == 200
    assert cookie_of(lost) == cookie_of(again) != first
    assert (await refresh(doorstep, cookie_of(again))).status_code == 200


async def test_once_the_successor_was_used_the_old_token_ends_the_whole_sign_in(doorstep: Server) -> None:
    first = cookie_of(await sign_in(doorstep))
    second = await refresh(doorstep, first)
    third = await refresh(doorstep, cookie_of(second))
    assert third.status_code == 200
    thief = await refresh(doorstep, first)
    assert (thief.status_code, thief.json()["code"]) == (401, "refresh_refused")
    assert (await refresh(doorstep, cookie_of(third))).status_code == 401
    bearer = {"Authorization": f"Bearer {third.json()['access_token']}"}
    assert (await doorstep.client.get("/api/v1/me", headers=bearer)).status_code == 401


async def test_an_access_token_lives_ten_minutes_and_idle_ends_after_thirty_days(doorstep: Server) -> None:
    answer = await sign_in(doorstep)
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    doorstep.clock.advance(tokens.ACCESS_FOR)
    assert (await doorstep.client.get("/api/v1/me", headers=bearer)).status_code == 401
    doorstep.clock.advance(tokens.IDLE_FOR)
    assert (await refresh(doorstep, cookie_of(answer))).status_code == 401


async def test_rotation_never_extends_the_absolute_end(doorstep: Server) -> None:
    shown = cookie_of(await sign_in(doorstep))
    for _ in range(3):
        doorstep.clock.advance(timedelta(days=29))
        shown = cookie_of(await refresh(doorstep, shown))
    doorstep.clock.advance(timedelta(days=4))
    assert (await refresh(doorstep, shown)).status_code == 401


async def test_signing_out_ends_the_sign_in(doorstep: Server) -> None:
    answer = await sign_in(doorstep)
    doorstep.client.cookies.clear()
    out = await doorstep.client.post("/api/v1/auth/logout", headers={"Cookie": f"__Host-ds_rt={cookie_of(answer)}"})
    assert out.status_code == 204
    assert (await refresh(doorstep, cookie_of(answer))).status_code == 401


async def test_a_disabled_account_is_refused_everywhere_at_once(doorstep: Server) -> None:
    answer = await sign_in(doorstep)
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    async with doorstep.running.database.act(system("")) as act:
        await accounts.disable(act, PEOPLE["dispatcher"].id)
    assert (await doorstep.client.get("/api/v1/me", headers=bearer)).status_code == 401
    assert (await refresh(doorstep, cookie_of(answer))).status_code == 401
    again = await sign_in(doorstep)
    assert (again.status_code, again.json()["code"]) == (401, "account_disabled")
