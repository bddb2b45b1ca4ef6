/**
 * A stock tus client against our server: `node stock-tus.mjs ENDPOINT TOKEN FILE SHA256 CHUNK`.
 *
 * Prints the requests it took and the final address, or the error that it gave up with. Run by
 * `tests/integration/media/test_stock_client.py`.
 */
import { readFileSync } from 'node:fs'
import { Upload } from 'tus-js-client'

const [endpoint, token, file, sha256, chunk] = process.argv.slice(2)
let requests = 0
const upload = new Upload(readFileSync(file), {
  endpoint,
  chunkSize: chunk === '0' ? Infinity : Number(chunk),
  uploadDataDuringCreation: chunk === '0',
  headers: { Authorization: `Bearer ${token}` },
  metadata: { sha256, filename: '漏水 before.jpg', filetype: 'image/jpeg' },
  retryDelays: Array(20).fill(20),
  onBeforeRequest: () => {
    requests += 1
  },
  onShouldRetry: () => true,
  onError: (error) => {
    process.stdout.write(`${JSON.stringify({ error: String(error), requests })}\n`)
    process.exitCode = 1
  },
  onSuccess: () => process.stdout.write(`${JSON.stringify({ url: upload.url, requests })}\n`),
})
upload.start()
