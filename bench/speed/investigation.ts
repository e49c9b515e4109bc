import { investigate } from '../../server/testing/investigate.ts'
import { flights } from '../accuracy/bases/flights.ts'
import { questionOf } from '../accuracy/drawSetting.ts'

// A process of its own for one investigation, so that its peak memory is nobody else's. argv: path, column whose nulls are asked about, day.
// Prints one line of JSON.

const [path, column, day] = process.argv.slice(2)
if (path === undefined || column === undefined || day === undefined) throw new Error('Give a path, a column and a day')
const started = performance.now()
const { finding, failure, queries } = await investigate({ path, question: questionOf(flights, { kind: 'nullRate', column }, day) })
const seconds = (performance.now() - started) / 1000
process.stdout.write(`${JSON.stringify({
  seconds, peakKb: process.resourceUsage().maxRSS, conclusion: finding?.conclusion ?? failure, cause: finding?.cause ?? null,
  queries: queries.map(({ sql, readsTable }) => ({ sql, readsTable })),
})}\n`)
// The guard's worker would keep the process alive.
process.exit(0)
