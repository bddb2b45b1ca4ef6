"""The root of each day that is over, kept, and stamped by a third party when one is named.

With `TIMESTAMP_URL` a time-stamping service is asked to sign each root (RFC 3161); its word is kept beside the root.

Errors   none of its own: a service that does not answer is asked again at the next turn.
Effects  the database, HTTP to the time-stamping service.
"""

from datetime import UTC
from typing import Any

import httpx

import dispatch.organisations
from api.logs import failed
from api.running import Running
from kernel import roots
from kernel.actors import system
from kernel.roots import Root

PATIENCE = 20.0
_GRANTED = {"granted", "granted_with_mods"}


async def close_days(running: Running) -> list[Root]:
    """Keep the roots of days that are over, and have those stamped that are not yet."""
    made: list[Root] = []
    async with running.database.read() as conn:
        orgs = [org.id for org in await dispatch.organisations.organisations(conn)]
    for org in orgs:
        async with running.database.act(system(org)) as act:
            made += await roots.close_days(act.conn, org, act.now.astimezone(UTC).date())
    if running.settings.timestamp_url:
        await _stamp_all(running)
    return made


async def _stamp_all(running: Running) -> None:
    async with running.database.read() as conn:
        waiting = [root for root in await roots.kept(conn) if root.stamp is None]
    async with httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False) as client:
        for root in waiting:
            try:
                token = await stamped(client, running.settings.timestamp_url, bytes.fromhex(root.root))
            except (httpx.HTTPError, ValueError) as error:
                failed("timestamp", root.day, type(error).__name__, "")
                return
            async with running.database.act(system(root.org_id)) as act:
                await roots.stamp(act.conn, root, token)


async def stamped(client: httpx.AsyncClient, url: str, digest: bytes) -> bytes:
    """A time-stamp token over a SHA-256, or `ValueError` for an answer that is none."""
    from asn1crypto import algos, tsp  # noqa: PLC0415 - only where a service is named

    imprint = {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}), "hashed_message": digest}
    asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True})
    answer = await client.post(url, content=asked.dump(), headers={"Content-Type": "application/timestamp-query"})
    answer.raise_for_status()
    told: Any = tsp.TimeStampResp.load(answer.content)
    if told["status"]["status"].native not in _GRANTED:
        raise ValueError("refused")
    info = told["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    if info["message_imprint"]["hashed_message"].native != digest:
        raise ValueError("a stamp for something else")
    token: bytes = told["time_stamp_token"].dump()
    return token
