// Puts work into the app's own database, in its own shape, while the app is closed.
;(() => {
  const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error) })
  const open = async () => {
    const name = (await indexedDB.databases()).map((one) => one.name).find((one) => one.startsWith('doorstep:'))
    return asked(indexedDB.open(name))
  }
  const ended = (tx) => new Promise((done, failed) => { tx.oncomplete = () => done(); tx.onabort = () => failed(tx.error) })
  const CHUNK = 512 * 1024
  window.__photo = async (upload, text) => {
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
    const db = await open()
    const tx = db.transaction(['blobs', 'chunks'], 'readwrite')
    tx.objectStore('blobs').put({ ...upload, state: 'fresh', offset: 0, failures: 0, notBefore: 0, presentAt: null })
    for (let n = 0; n * CHUNK < bytes.length; n++) tx.objectStore('chunks').put(bytes.slice(n * CHUNK, (n + 1) * CHUNK).buffer, [upload.sha256, n])
    await ended(tx)
    db.close()
  }
  window.__operations = async (rows) => {
    const db = await open()
    const tx = db.transaction(['meta', 'outbox'], 'readwrite')
    const meta = await asked(tx.objectStore('meta').get('phone'))
    for (const row of rows) tx.objectStore('outbox').add(row)
    tx.objectStore('meta').put({ ...meta, next_cseq: rows.length + 1 }, 'phone')
    await ended(tx)
    db.close()
  }
})()
