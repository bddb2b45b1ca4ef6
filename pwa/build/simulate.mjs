/**
 * Builds the phones' process of the simulation: `node build/simulate.mjs OUT.mjs [SOURCE]`. The engine, the store and
 * the lanes are the product's; `idb` is answered by a database in memory.
 */
import { dirname, basename, join } from 'node:path'
import { build } from 'vite'

const out = process.argv[2]
const root = process.argv[3] ?? join(import.meta.dirname, '..')
const testing = join(root, 'src/testing/simulate')
await build({
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'error',
  resolve: { alias: { idb: join(testing, 'idb-memory.ts') } },
  build: {
    ssr: join(testing, 'main.ts'),
    target: 'node20',
    outDir: dirname(out),
    emptyOutDir: false,
    minify: false,
    rolldownOptions: { output: { entryFileNames: basename(out) } },
  },
})
