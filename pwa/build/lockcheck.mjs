/**
 * Whether package-lock.json can be installed anywhere: every optional per-platform package that an entry
 * names is in the lock, and no entry carries a download address (the registry is the installer's business).
 */
import { readFileSync } from 'node:fs'

const { packages } = JSON.parse(readFileSync(process.argv[2] ?? 'package-lock.json', 'utf8'))
const held = new Set(Object.keys(packages).map((path) => path.split('node_modules/').pop()))
const faults = Object.entries(packages).flatMap(([path, entry]) => [
  ...Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !held.has(name))
    .map((name) => `${path}: ${name} is missing`),
  ...(entry.resolved ? [`${path}: has an address`] : []),
])
for (const fault of faults) console.error(fault)
console.log(`${held.size} packages, ${faults.length} faults`)
process.exit(faults.length ? 1 : 0)
