// Notes what the app does, from before its first line: answers of the exchange, writing transactions, taps, paints.
;(() => {
  const seen = (window.__seen = { pages: [], writes: [], tap: 0 })
  const transaction = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (...args) {
    const made = transaction.apply(this, args)
    if (args[1] === 'readwrite') {
      const begun = performance.now()
      const stores = [...made.objectStoreNames]
      made.addEventListener('complete', () => {
        seen.writes.push({ begun, ended: performance.now(), stores })
        for (const hear of [...listening]) hear()
      })
    }
    return made
  }
  const json = Response.prototype.json
  Response.prototype.json = async function () {
    const come = performance.now()
    const told = await json.call(this)
    if (told?.pull && told.dev) seen.pages.push({ come, rows: told.pull.changes.length, more: told.pull.more })
    return told
  }
  const listening = new Set()
  addEventListener('click', () => (seen.tap = performance.now()), true)

  /** Milliseconds from each answer with rows to the end of the transaction that kept them; null before all are kept. */
  window.__taken = () => {
    const pages = seen.pages.filter((page) => page.rows > 0)
    const kept = seen.writes.filter((write) => write.stores.includes('server'))
    let sum = 0
    for (const page of pages) {
      const write = kept.find((one) => one.begun >= page.come)
      if (!write) return null
      sum += write.ended - page.come
    }
    return pages.length ? sum : null
  }

  /** The same once the last page is kept. */
  window.__all = () =>
    new Promise((done) => {
      const look = setInterval(() => {
        const taken = seen.pages.some((page) => page.more === false) ? window.__taken() : null
        if (taken === null) return
        clearInterval(look)
        done(taken)
      }, 100)
    })

  /** The moment after the frame in which these words stand in the page. */
  const painted = (words) =>
    new Promise((done) => {
      const look = () => {
        if (!document.body || !document.body.textContent.includes(words)) return false
        requestAnimationFrame(() => setTimeout(() => done(performance.now())))
        return true
      }
      if (look()) return
      const watching = new MutationObserver(() => look() && watching.disconnect())
      watching.observe(document, { childList: true, subtree: true, characterData: true })
    })
  window.__shown = painted
  window.__at = async (words) => performance.timeOrigin + (await painted(words))

  /** Milliseconds of as many bare writes: so many bytes, strictly durable, and a line painted. */
  window.__bare = async (times, size) => {
    const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error) })
    const opening = indexedDB.open('bare')
    opening.onupgradeneeded = () => opening.result.createObjectStore('rows')
    const db = await asked(opening)
    const taken = []
    for (let n = 0; n < times; n++) {
      const bytes = new Uint8Array(size).buffer
      const began = performance.now()
      const tx = transaction.call(db, 'rows', 'readwrite', { durability: 'strict' })
      tx.objectStore('rows').put(bytes, n)
      await new Promise((done) => (tx.oncomplete = done))
      const line = document.body.appendChild(document.createElement('p'))
      line.textContent = String(n)
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      taken.push(performance.now() - began)
      line.remove()
    }
    db.close()
    indexedDB.deleteDatabase('bare')
    return taken
  }

  /** Milliseconds from the last tap until a transaction over that store is complete and the words, if any, are painted. */
  window.__kept = async (words, store) => {
    const durable = new Promise((done) => {
      const from = performance.now()
      const hear = () => {
        const write = seen.writes.find((one) => one.begun >= from && one.stores.includes(store) && one.stores.includes('outbox'))
        if (!write) return
        listening.delete(hear)
        done([write.ended, seen.tap])
      }
      listening.add(hear)
    })
    const [[kept, tap], shown] = await Promise.all([durable, words ? painted(words) : 0])
    return Math.max(kept, shown) - tap
  }
})()
