import { CURRENCY, moneyText } from '../core/usage/money.ts'
import type { UsageSum } from '../core/usage/usageReport.ts'
import { csvLine } from './csv.ts'
import type { Group, runsOf } from './usageLines.ts'

const columns: readonly (readonly [name: string, of: (sum: UsageSum) => string | number])[] = [
  ['cost', ({ cost }) => moneyText(cost)],
  ['currency', () => CURRENCY],
  ['unpriced', ({ unpriced, unpricedQueries }) => unpriced + unpricedQueries],
  ['opened', ({ investigations }) => investigations],
  ['queries', ({ queries }) => queries],
  ['notifications', ({ notifications }) => notifications],
  ['rows', ({ rows }) => Number(rows)],
  ['bytes', ({ bytes }) => Number(bytes)],
  ['seconds', ({ ms }) => Number(ms) / 1000],
  ['inputTokens', ({ inputTokens }) => Number(inputTokens)],
  ['outputTokens', ({ outputTokens }) => Number(outputTokens)],
  ['cachedTokens', ({ cachedTokens }) => Number(cachedTokens)],
]

const names = columns.map(([name]) => name)
const cells = (sum: UsageSum) => columns.map(([, of]) => of(sum))

/** A line for each investigation, as in the table. */
export const runsCsv = (runs: Awaited<ReturnType<typeof runsOf>>): string =>
  [
    csvLine(['number', 'title', ...names]),
    ...runs.map(({ number, label, sum }) => csvLine([number, label, ...cells(sum)])),
  ].join('')

/** A line for each group, as in the table. */
export const groupsCsv = (by: string, groups: readonly Group[]): string =>
  [csvLine([by, ...names]), ...groups.map(({ label, sum }) => csvLine([label, ...cells(sum)]))].join('')
