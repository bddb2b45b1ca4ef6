/** What an owner reads while reporting a fault, in English. */
import type { ReportKey } from './report.zh'

export const en: Readonly<Record<ReportKey, string>> = {
  'report.title': 'Report a fault',
  'report.step': 'Step {n} of 3',
  'report.what': 'What is broken?',
  'report.what.hint': 'Choose what fits best, or just describe it.',
  'report.search': 'Search: leak, toilet, power',
  'report.none_found': 'Nothing found for “{q}”. Never mind, describe it below.',
  'report.words': 'What is happening',
  'report.words.hint': 'For example: it drips under the kitchen sink, less when the valve is closed',
  'report.need_what': 'Choose one, or write a sentence.',
  'report.free': 'free',
  'report.price': 'labour from {price}',
  'report.quote': 'quote on site',
  'report.emergency': 'Somebody trapped, an electric shock, a smell of gas: leave the place first, then report.',
  'report.unknown.title': 'We do not know this code',
  'report.unknown.body': 'It may be old or damaged. Scan another one at the door or in the lobby, or call the front desk.',
}
