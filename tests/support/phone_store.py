"""What a phone holds, read from its own IndexedDB: operations as written, photos byte for byte."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

_READ = """async () => {
  const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error) })
  const text = (bytes) => { let all = ''; for (let n = 0; n < bytes.length; n += 8192) all += String.fromCharCode(...bytes.subarray(n, n + 8192)); return btoa(all) }
  const name = (await indexedDB.databases()).map((one) => one.name).find((one) => one.startsWith('doorstep:'))
  const db = await asked(indexedDB.open(name))
  const tx = db.transaction(['meta', 'outbox', 'journal', 'blobs', 'chunks'])
  const all = (store) => asked(tx.objectStore(store).getAll())
  const [meta, outbox, journal, blobs] = await Promise.all([asked(tx.objectStore('meta').get('phone')), all('outbox'), all('journal'), all('blobs')])
  const photos = {}
  for (const { sha256, size } of blobs) {
    const parts = await asked(tx.objectStore('chunks').getAll(IDBKeyRange.bound([sha256, 0], [sha256, Infinity])))
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
    let at = 0
    for (const part of parts) { whole.set(new Uint8Array(part), at); at += part.byteLength }
    photos[sha256] = { size, bytes: text(whole) }
  }
  db.close()
  return { device: meta?.device?.id ?? null, outbox, journal, photos }
}"""


@dataclass(frozen=True)
class Held:
    """A phone's store at one moment."""

    device: str | None
    waiting: list[dict[str, Any]]
    """Operations not yet answered, in the order of their numbers: `cseq`, `op_id`, `raw`."""
    answered: list[dict[str, Any]]
    photos: dict[str, bytes]

    @property
    def operations(self) -> list[dict[str, Any]]:
        return sorted(self.waiting + self.answered, key=lambda one: one["cseq"])

    @property
    def kinds(self) -> list[str]:
        return [json.loads(one["raw"])["kind"] for one in self.waiting]


async def held(page: Page) -> Held:
    """Read the store of the person signed in on this page, in one transaction."""
    told = await page.evaluate(_READ)
    photos = {sha: base64.b64decode(one["bytes"]) for sha, one in told["photos"].items()}
    for sha, one in told["photos"].items():
        assert len(photos[sha]) == one["size"], sha
    return Held(told["device"], sorted(told["outbox"], key=lambda one: one["cseq"]), told["journal"], photos)
