/**
 * Builds `src/sw/sw.ts` as one classic script after the app, with two lists: what is fetched when the worker is
 * installed (the shell and what a technician needs offline) and everything that belongs to this build, so
 * that what an office chunk left in the cache is removed by the next one.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'vite'

const ONLINE_ONLY = /[\\/]routes[\\/](dispatcher|lead|manager|admin|design|owner|report)[\\/]/
const ALWAYS = /^(index\.html|manifest\.webmanifest|icon-192\.png|icon\.svg)$/

const walk = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : [path]
  })

/** The files that the chunk `name` of a bundle needs, with what it loads lazily unless that is an office page. */
function reach(bundle, start) {
  const seen = new Set()
  const queue = [start]
  for (let name = queue.pop(); name; name = queue.pop()) {
    const chunk = bundle[name]
    if (seen.has(name) || !chunk) continue
    seen.add(name)
    if (chunk.type !== 'chunk') continue
    for (const css of chunk.viteMetadata?.importedCss ?? []) seen.add(css)
    for (const asset of chunk.viteMetadata?.importedAssets ?? []) seen.add(asset)
    queue.push(...chunk.imports)
    queue.push(...chunk.dynamicImports.filter((next) => !ONLINE_ONLY.test(bundle[next]?.facadeModuleId ?? '')))
  }
  return seen
}

export function serviceWorker(root) {
  const dist = join(root, 'dist')
  let offline = new Set()
  return {
    name: 'doorstep-service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const entry = Object.values(bundle).find((one) => one.type === 'chunk' && one.isEntry && one.facadeModuleId?.endsWith('index.html'))
      if (entry) offline = reach(bundle, entry.fileName)
      for (const name of Object.keys(bundle)) if (/\.worker-/.test(name)) offline.add(name)
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        const source = join(root, 'src/sw/sw.ts')
        if (!existsSync(source)) return
        const files = walk(dist).map((path) => relative(dist, path).replaceAll('\\', '/')).filter((url) => url !== 'sw.js').sort()
        const revision = (url) => createHash('sha256').update(readFileSync(join(dist, url))).digest('hex').slice(0, 16)
        const hashed = (url) => url.startsWith('assets/')
        const precache = files
          .filter((url) => ALWAYS.test(url) || offline.has(url))
          .map((url) => ({ url: `/${url}`, revision: hashed(url) ? null : revision(url) }))
        await build({
          configFile: false,
          root,
          publicDir: false,
          logLevel: 'error',
          define: {
            __PRECACHE__: JSON.stringify(precache),
            __ASSETS__: JSON.stringify(files.filter(hashed).map((url) => `/${url}`)),
            'process.env.NODE_ENV': '"production"',
          },
          build: {
            outDir: dist,
            emptyOutDir: false,
            target: 'es2020',
            lib: { entry: source, formats: ['iife'], name: 'sw', fileName: () => 'sw.js' },
          },
        })
      },
    },
  }
}
