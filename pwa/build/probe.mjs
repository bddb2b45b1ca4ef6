/**
 * Builds `src/testing/probe.ts` with the same compiler and targets as the app, into a copy of the app that a test serves:
 *
 *     node build/probe.mjs FOLDER
 */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const folder = resolve(process.argv[2])

await build({
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'error',
  define: { __BUILD__: JSON.stringify('probe') },
  worker: { format: 'es' },
  build: {
    outDir: folder,
    emptyOutDir: false,
    target: ['es2020', 'chrome87', 'safari14'],
    modulePreload: { polyfill: false },
    rolldownOptions: { input: 'src/testing/probe.ts', output: { entryFileNames: 'assets/probe.js' } },
  },
})
writeFileSync(
  join(folder, 'probe.html'),
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>probe</title><main></main><script type="module" src="/assets/probe.js"></script></html>\n',
)
