"""A phone's storage as it really is: full, closed under the page, broken, too new, damaged, wiped by the system."""

import json

import pytest
from playwright.async_api import Error, Page

from tests.support.field import Field, Pocket

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
deep = pytest.mark.deep

BREAKS = """([name, times]) => {
  const real = IDBDatabase.prototype.transaction
  globalThis.broken = 0
  IDBDatabase.prototype.transaction = function (...told) {
    if (globalThis.broken < times) { globalThis.broken++; throw new DOMException('Connection to Indexed Database server lost', name) }
    return real.apply(this, told)
  }
}"""
"""The next so many transactions fail as browsers that lost their database process let them fail."""
ON_DB = """async (change) => {
  const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error) })
  const name = (await indexedDB.databases()).map((one) => one.name).find((one) => one.startsWith('doorstep:'))
  const db = await asked(indexedDB.open(name))
  const done = await (%s)(db, asked, name)
  db.close()
  return done
}"""


async def quota(page: Page, base: str, size: int | None) -> None:
    cdp = await page.context.new_cdp_session(page)
    await cdp.send("Storage.overrideQuotaForOrigin", {"origin": base, **({} if size is None else {"quotaSize": size})})


async def refused(doing: object, name: str) -> None:
    with pytest.raises(Error, match=name):
        await doing  # type: ignore[misc]


SMALL = 600_000
"""A quota that has room for updates and not for a photo; given before anything is written, because browsers trust for
a while what they have measured."""


async def cramped(phone: Pocket) -> None:
    page = await phone.context.new_page()
    await quota(page, phone.line.url, SMALL)
    await phone.first_day()
    await quota(phone.page, phone.line.url, SMALL)


async def test_a_photo_for_which_there_is_no_room_is_refused_aloud_and_nothing_of_it_is_half_kept(field: Field) -> None:
    async with field.pocket() as phone:
        await cramped(phone)
        await phone.notes(2)
        await refused(phone.photo(1, side=1600), "QuotaExceeded")
        held = (
            ON_DB
            % "async (db, asked) => [await asked(db.transaction('blobs').objectStore('blobs').count()), await asked(db.transaction('chunks').objectStore('chunks').count())]"
        )
        assert await phone.page.evaluate(held) == [0, 0]
        assert len((await phone.state())["outbox"]) == 2
        await phone.arrives()  # a full phone still writes and sends what is small
        await quota(phone.page, phone.line.url, None)
        await phone.page.close()
        phone.page = await phone.again()
        await phone.photo(1, side=1600)
        await phone.arrives()


@pytest.mark.parametrize(
    ("name", "times"),
    [
        pytest.param("InvalidStateError", 1, id="closed by the browser once"),
        pytest.param("UnknownError", 2, id="lost twice", marks=deep),
    ],
)
async def test_a_store_whose_connection_was_lost_is_opened_again(pocket: Pocket, name: str, times: int) -> None:
    await pocket.page.evaluate(BREAKS, [name, times])
    await pocket.notes(3)
    assert await pocket.page.evaluate("() => globalThis.broken") == times
    await pocket.arrives()


@deep
async def test_a_store_that_stays_broken_says_so_and_forgets_nothing(pocket: Pocket) -> None:
    await pocket.notes(2)
    await pocket.until_sent()
    await pocket.page.evaluate(BREAKS, ["UnknownError", 1_000_000])
    await refused(pocket.notes(1), "UnknownError|Indexed Database server lost")
    await pocket.page.evaluate("() => { globalThis.broken = 2_000_000 }")
    await pocket.notes(2)
    await pocket.arrives(within=60_000)


@deep
async def test_a_page_with_a_newer_app_gets_the_database_and_the_old_page_loses_nothing(pocket: Pocket) -> None:
    pocket.line.cut()
    await pocket.notes(3)
    newer = await pocket.bare_offline()
    opened = ON_DB.replace("indexedDB.open(name)", "indexedDB.open(name, 2)") % "async (db) => db.version"
    assert await newer.evaluate(opened) == 2
    await refused(pocket.notes(1), "VersionError|newer|closed|less than")
    kept = (
        ON_DB
        % "async (db, asked) => (await asked(db.transaction('outbox').objectStore('outbox').getAll())).map((one) => one.op_id)"
    )
    assert set(await newer.evaluate(kept)) == set(pocket.kept)


@deep
async def test_a_photo_whose_bytes_were_damaged_is_named_and_holds_nothing_up(pocket: Pocket) -> None:
    pocket.line.cut()
    damaged = await pocket.photo(5, side=600)
    whole = await pocket.photo(6, side=600)
    spoil = """async (db, asked) => { const tx = db.transaction('chunks', 'readwrite'); const store = tx.objectStore('chunks')
      const bytes = new Uint8Array(await asked(store.get(['%s', 0]))); bytes.fill(7, 100, 4000); await asked(store.put(bytes.buffer, ['%s', 0])) }"""
    await pocket.page.evaluate(ON_DB % (spoil % (damaged, damaged)))
    pocket.line.mend()
    await pocket.notes(1)
    await pocket.page.evaluate("() => probe.syncNow()")
    await pocket.sees(
        f"(all) => all.orders[0].photos.some((one) => one.sha256 === '{damaged}' && one.state === 'ghost')"
    )
    await pocket.sees(
        f"(all) => all.orders[0].photos.some((one) => one.sha256 === '{whole}' && one.state === 'on_server')"
    )
    await pocket.books.photo(whole)
    receipt = await pocket.page.evaluate("() => probe.receipt()")
    assert receipt["missing"] == 1
    assert not receipt["safe"]


@deep
async def test_a_photo_whose_bytes_are_gone_is_named_and_holds_nothing_up(pocket: Pocket) -> None:
    pocket.line.cut()
    gone = await pocket.photo(7)
    await pocket.page.evaluate(
        ON_DB % "(db, asked) => asked(db.transaction('chunks', 'readwrite').objectStore('chunks').clear())"
    )
    pocket.line.mend()
    await pocket.notes(2)
    await pocket.sees(f"(all) => all.orders[0].photos.some((one) => one.sha256 === '{gone}' && one.state === 'ghost')")
    await pocket.sees("(all) => all.outbox.every((one) => one.state === 'confirmed')")
    assert not (await pocket.page.evaluate("() => probe.receipt()"))["safe"]


@deep
async def test_a_phone_restored_from_an_older_copy_of_itself_forks_and_neither_loses_nor_doubles(
    pocket: Pocket,
) -> None:
    """A backup of the phone is put back: numbers it has used go to other work now."""
    await pocket.notes(2)
    await pocket.until_sent()
    copy = "async (db, asked) => { const all = {}; for (const name of db.objectStoreNames) { const store = db.transaction(name).objectStore(name); all[name] = { keys: await asked(store.getAllKeys()), values: await asked(store.getAll()), inline: store.keyPath !== null } } globalThis.copied = all }"
    await pocket.page.evaluate(ON_DB % copy)
    await pocket.notes(3)
    await pocket.until_sent()
    put_back = "async (db, asked) => { for (const [name, { keys, values, inline }] of Object.entries(globalThis.copied)) { const store = db.transaction(name, 'readwrite').objectStore(name); await asked(store.clear()); for (const [n, value] of values.entries()) await asked(inline ? store.put(value) : store.put(value, keys[n])) } }"
    await pocket.page.evaluate("() => probe.close()")
    await pocket.page.evaluate(ON_DB % put_back)
    await pocket.page.evaluate("() => probe.open()")
    await pocket.notes(4)
    await pocket.arrives()
    assert len({row["device_id"] for row in pocket.ledger()}) == 2
    assert len(pocket.ledger()) == 9
    notes = json.loads(json.dumps([row["op_id"] for row in pocket.ledger()]))
    assert sorted(notes) == sorted(pocket.kept)
