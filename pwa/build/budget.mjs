/**
 * Fails when a page grew beyond what its reader can afford: kilobytes after gzip, before any photo.
 *
 * owner       what an owner's link loads before the first sentence: html, script, the page, its words, css
 * report      the same of the form behind a QR code
 * technician  the same of `index.html`, with the technician's face: what is there before the first screen is drawn
 * phone       what arrives beside it and makes the phone work: engine, store, lanes
 * engine      `src/engine` alone, with everything it exports
 * map         must be in no page's first load
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
const packed = (path) => gzipSync(readFileSync(path), { level: 9 }).length
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))

/** The files that an entry of the build loads at once. */
function first(entry, seen = new Set()) {
  const chunk = manifest[entry]
  if (!chunk || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const css of chunk.css ?? []) seen.add(css)
  for (const next of chunk.imports ?? []) first(next, seen)
  return seen
}

const sum = (files) => [...files].reduce((total, file) => total + packed(join(dist, file)), 0)

async function engine() {
  const folder = join(root, 'src/engine')
  const parts = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const work = mkdtempSync(join(tmpdir(), 'engine-'))
  const entry = join(work, 'all.ts')
  const kept = []
  const imports = parts.flatMap((name, n) => {
    const names = [...readFileSync(join(folder, name), 'utf8').matchAll(/^export (?:async )?(?:const|function|class) (\w+)/gm)]
    return names.map(([, one]) => (kept.push(`${one}${n}`), `import { ${one} as ${one}${n} } from '${join(folder, name)}'`))
  })
  writeFileSync(entry, `${imports.join('\n')}\nglobalThis.engine = [${kept}]\n`)
  const lib = { entry, formats: ['iife'], name: 'engine', fileName: () => 'all.js' }
  await build({ configFile: false, root, publicDir: false, logLevel: 'error', build: { outDir: work, emptyOutDir: false, minify: true, lib } })
  const size = packed(join(work, 'all.js'))
  rmSync(work, { recursive: true })
  return size
}

const technician = first('index.html', first('src/routes/technician/index.tsx'))
const shell = new Set(technician)
const phone = [...first('src/platform/opened.ts', new Set(shell))].filter((file) => !shell.has(file))
const owner = first('src/text/owner.zh.ts', first('src/routes/owner/index.tsx', first('owner.html')))
const report = first('src/text/report.zh.ts', first('src/text/owner.zh.ts', first('src/routes/report/index.tsx', first('owner.html'))))
const rows = [
  ['owner', sum(owner) + packed(join(dist, 'owner.html')), 20],
  ['report', sum(report) + packed(join(dist, 'owner.html')), 22],
  ['technician', sum(technician) + packed(join(dist, 'index.html')), 45],
  ['phone', sum(phone), 25],
  ['engine', await engine(), 11.5],
]
let over = 0
for (const [name, bytes, limit] of rows) {
  const kilobytes = bytes / 1024
  if (kilobytes > limit) over += 1
  console.log(`${name.padEnd(12)}${kilobytes.toFixed(1).padStart(7)} KB of ${limit}${kilobytes > limit ? '  TOO LARGE' : ''}`)
}
const stray = [...owner, ...technician].filter((file) => /assets\/(map-[\w-]{8}\.|maplibre)/.test(file))
for (const file of stray) console.log(`${file}: the map belongs to the dispatcher's lazy chunk`)
if (!existsSync(join(dist, 'sw.js'))) console.log('sw.js is missing')
process.exit(over || stray.length ? 1 : 0)
