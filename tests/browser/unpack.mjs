// Unpacks the packaged headless Chromium and the libraries it brings into one folder: node unpack.mjs <folder>
import { createReadStream, createWriteStream, chmodSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import tar from 'tar-fs'

const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin')
const folder = process.argv[2]
mkdirSync(folder, { recursive: true })
const unbrotli = (name) => [createReadStream(join(bin, name)), createBrotliDecompress()]
await pipeline(...unbrotli('chromium.br'), createWriteStream(join(folder, 'chromium')))
chmodSync(join(folder, 'chromium'), 0o755)
for (const name of ['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br']) {
  await pipeline(...unbrotli(name), tar.extract(folder))
}
