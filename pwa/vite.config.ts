/**
 * Two pages: `index.html` for staff, `owner.html` for owners and reports, which shares no chunk with the
 * former beyond what it imports. The service worker is built last, with the list of what a
 * technician's phone needs offline.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vite'
import { serviceWorker } from './build/service-worker.mjs'

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8'))

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { __BUILD__: JSON.stringify(version) },
  plugins: [serviceWorker(import.meta.dirname)],
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/health': 'http://127.0.0.1:8000' } },
  worker: { format: 'es' },
  build: {
    target: ['es2020', 'chrome87', 'safari14'],
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 2048,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', owner: 'owner.html' },
      output: {
        codeSplitting: {
          groups: [{ name: 'map', test: /node_modules[\\/](maplibre-gl|@mapbox|@maplibre)[\\/]/ }],
        },
      },
    },
  },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}', ...(process.env['DOORSTEP_URL'] ? ['src/**/*.live.ts'] : [])] },
})
