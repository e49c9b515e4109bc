import { createRandom } from '../accuracy/random.ts'
import type { DuckDbFile } from '../../demo/duckDbFile.ts'
import { schemaOf, type Business, type Table } from './business.ts'
import { plusDays, text, u } from './sql.ts'

/** Statements that run once a table is built, before those that follow it are. */
export type Edit = { readonly after: string; readonly sql: readonly string[] }

/** How many more or fewer rows a day and a segment have in truth: a campaign, a holiday, a growth. */
export type Shape = (day: string, segment: string) => number

export type Setting = {
  readonly business: Business
  readonly seed: string
  readonly first: string
  readonly days: number
  readonly rows: number
  readonly shape: Shape
}

const gaussian = (next: () => number) => {
  const radius = Math.sqrt(-2 * Math.log(1 - next()))
  return radius * Math.cos(2 * Math.PI * next())
}

const weekday = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
const isMonthEnd = (day: string) => plusDays(day, 2).slice(0, 7) !== day.slice(0, 7)

/** Rows a day and a segment: rhythm, trend, and noise of the day and of the segment beyond Poisson's. */
const counts = ({ business, seed, first, days, rows, shape }: Setting) => {
  const { rhythm, segments } = business
  const random = createRandom(`${seed}/counts`)
  const meanWeek = rhythm.week.reduce((sum, one) => sum + one, 0) / 7
  const total = segments.reduce((sum, [, weight]) => sum + weight, 0)
  return Array.from({ length: days }, (_, index) => plusDays(first, index)).flatMap((day, index) => {
    const level =
      (((rows / days) * (rhythm.week[weekday(day)] ?? 1)) / meanWeek) *
      (1 + rhythm.trend * (index / days - 0.5)) *
      (rhythm.monthEnd !== undefined && isMonthEnd(day) ? rhythm.monthEnd : 1) *
      Math.exp(rhythm.noise * gaussian(random.next))
    return segments.map(([segment, weight]) => {
      const mean = level * (weight / total) * Math.exp(rhythm.noise * 0.6 * gaussian(random.next)) * shape(day, segment)
      return { day, segment, rows: Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(random.next))) }
    })
  })
}

const hourOf = (hours: readonly number[]) => {
  const total = hours.reduce((sum, one) => sum + one, 0)
  let upTo = 0
  const branches = hours.flatMap((weight, hour) => {
    upTo += weight / total
    return weight === 0 ? [] : [`WHEN w < ${upTo.toFixed(6)} THEN ${hour}`]
  })
  return `CASE ${branches.join(' ')} ELSE ${hours.findLastIndex(one => one > 0)} END`
}

const grain = (setting: Setting) => {
  const rows = counts(setting).map(({ day, segment, rows }) => `(DATE '${day}', ${text(segment)}, ${rows})`)
  return [
    `CREATE TEMP TABLE counts AS SELECT * FROM (VALUES ${rows.join(', ')}) AS v (day, seg, n)`,
    `CREATE TEMP TABLE drawn AS SELECT day, seg, hash(concat_ws('|', day, seg, k, ${text(setting.seed)})) AS g
      FROM counts, range(n) AS r (k)`,
    `CREATE TEMP TABLE grain AS SELECT row_number() OVER (ORDER BY t, g) AS i, * FROM (SELECT day, seg, g,
      day::TIMESTAMP + to_seconds(3600 * ${hourOf(setting.business.rhythm.hours)} + (3600 * ${u('second')})::BIGINT) AS t
      FROM (SELECT *, ${u('hour')} AS w FROM drawn))`,
  ]
}

export const selectOf = ({ sql, filter }: Table) => (filter === undefined ? sql : `${sql} WHERE ${filter}`)

/** The warehouse of a setting with what the edits do to it. */
export const build = async (file: DuckDbFile, setting: Setting, edits: readonly Edit[]) => {
  const tables = setting.business.tables(setting.first)
  for (const schema of new Set(tables.map(({ name }) => schemaOf(name)).filter(name => name !== 'main')))
    await file.run(`CREATE SCHEMA ${schema}`)
  await file.run(...grain(setting))
  for (const table of tables) {
    await file.run(`CREATE ${table.view === true ? 'VIEW' : 'TABLE'} ${table.name} AS ${selectOf(table)}`)
    for (const { sql } of edits.filter(({ after }) => after === table.name)) await file.run(...sql)
  }
  for (const { sql } of edits.filter(({ after }) => after === 'end')) await file.run(...sql)
  for (const { name, key } of tables)
    if (key !== undefined) await file.run(`ALTER TABLE ${name} ADD PRIMARY KEY (${key})`)
}
