import { attacks, goodQueries } from '../../server/adapters/queryGuard/corpus/corpus.ts'
import { verdictsOn, type Verdict } from '../../server/adapters/queryGuard/corpus/verdicts.ts'
import { createQueryGuard } from '../../server/adapters/queryGuard/createQueryGuard.ts'
import type { DialectName, QueryOrigin } from '../../server/core/ports/queryGuard.ts'

// How many attacks are refused, how many good queries pass, and what reading them costs. `node bench/guard/run.ts`

const ROUNDS = 5
const print = (line: string) => process.stdout.write(`${line}\n`)
const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(1)} % (${part} of ${whole})`

const latencies = (name: string, verdicts: readonly Verdict<object>[]) => {
  const sorted = verdicts.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1).padStart(7)
  print(
    `${name.padEnd(34)} ${String(sorted.length).padStart(5)} texts   p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   worst ${at(1)} ms`,
  )
}

const wide = (columns: number, schema: string) =>
  `SELECT region, ${Array.from(
    { length: columns },
    (_, n) =>
      `count(*) FILTER (WHERE amount > ${n}) AS n${n}, count(DISTINCT sku) AS d${n}, sum(amount) AS s${n}, min(amount) AS lo${n}, max(amount) AS hi${n}, avg(length(email)) AS l${n},
   sum(CASE WHEN channel IS NULL THEN 1 ELSE 0 END) AS z${n}, stddev_pop(amount) AS sd${n}`,
  ).join(', ')} FROM ${schema}.orders GROUP BY GROUPING SETS ((region), ())`
const hostile = [
  `SELECT ${'('.repeat(39)}`,
  `SELECT ${'('.repeat(38)}1${')'.repeat(38)}`,
  `SELECT ${'1+'.repeat(900)}1`,
  `SELECT ${'NOT '.repeat(1_900)}true`,
  `SELECT ${'- '.repeat(1_900)}1`,
  `SELECT '${"''".repeat(15_000)}'`,
  `SELECT ${'CASE WHEN a THEN '.repeat(38)}1${' END'.repeat(38)} FROM t`,
  `SELECT ${Array.from({ length: 900 }, (_, n) => n).join(', ')}`,
  `SELECT 1 ${'UNION ALL SELECT 1 '.repeat(600)}`,
  `SELECT ${'a.'.repeat(900)}a FROM t`,
  `SELECT * FROM ${'(SELECT * FROM '.repeat(35)}t${') q'.repeat(35)}`,
  `SELECT ${'lower('.repeat(38)}k${')'.repeat(38)} FROM t`,
  `SELECT ${'['.repeat(39)}${']'.repeat(39)}`,
]
const both = (texts: readonly string[]) =>
  (['postgres', 'duckdb'] as const).flatMap(dialect => texts.map(sql => ({ dialect, sql })))
const repeated = <T>(list: readonly T[]) => Array.from({ length: ROUNDS }, () => list).flat()

const started = performance.now()
const guard = createQueryGuard()
const ask = async <T extends { readonly dialect: DialectName; readonly sql: string }>(
  list: readonly T[],
  origin: QueryOrigin = 'untrusted',
) => verdictsOn(guard, list, origin)

await ask(both(['SELECT 1']))
print(`warm after ${(performance.now() - started).toFixed(0)} ms`)
const good = await ask(repeated(goodQueries))
const bad = await ask(repeated(attacks))
const planned = await ask(
  repeated([
    ...both([10, 40].map(n => wide(n, 'x'))).map(({ dialect, sql }) => ({
      dialect,
      sql: sql.replace('x.orders', dialect === 'duckdb' ? 'main.orders' : 'public.orders'),
    })),
  ]),
  'planner',
)
const hard = await ask(repeated(both(hostile)))

const real = bad.slice(0, attacks.length).filter(({ decoy }) => !decoy)
print(`attacks refused by the guard   ${percent(real.filter(({ verdict }) => !verdict.ok).length, real.length)}`)
print(
  `good queries passed            ${percent(good.slice(0, goodQueries.length).filter(({ verdict }) => verdict.ok).length, goodQueries.length)}`,
)
print(`wide scans passed              ${percent(planned.filter(({ verdict }) => verdict.ok).length, planned.length)}`)
latencies('good queries', good)
latencies('attacks', bad)
latencies('scans of 10 and 40 columns', planned)
latencies('hostile shapes', hard)
print(`memory of the process ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`)
await guard.close()
