/** The words of the work on the screens are those on the certificate. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { actions, causes, units } from './work'

const certificate = readFileSync(new URL('../../../media/certificate_table.py', import.meta.url), 'utf8')

test.each([['CAUSES', causes], ['ACTIONS', actions], ['UNITS', units]] as const)('%s say the same on a screen and on the certificate', (name, words) => {
  const table = certificate.split(`\n${name}: `)[1]?.split('\n}\n')[0] ?? ''
  for (const spoken of [words.zh, words.en])
    for (const [code, word] of Object.entries(spoken)) expect(table).toContain(`"${code}": "${word}"`)
})
