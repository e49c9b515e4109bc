import { mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { segmentText } from '../core/fault/reading/text.ts'
import { rank } from '../core/hypothesis/ranking.ts'
import type { Signal } from '../core/measure/signal.ts'
import type { Question } from '../core/metric/question.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { differences } from './alike.ts'
import { investigateSource, stopInvestigating } from './investigate.ts'
import { provableSources, type ProvenSource } from './sources.ts'
import { oddQuestion, sourceQuestion } from './sourceTable.ts'

type Asked = Pick<Question, 'metric' | 'day' | 'timeColumn' | 'timeZone' | 'wholeTable'> & { readonly table?: string }

const oddMetrics: readonly Question['metric'][] = [
  oddQuestion.metric,
  { kind: 'rowCount' },
  { kind: 'distinctCount', column: 'group by' },
  { kind: 'duplicateRate', columns: ['group by', 'code'] },
  { kind: 'distinctCount', column: 'code' },
  { kind: 'sum', column: 'huge' },
  { kind: 'average', column: 'huge' },
  { kind: 'minimum', column: 'ratio' },
  { kind: 'maximum', column: 'huge' },
  { kind: 'nullRate', column: 'void' },
  { kind: 'nullRate', column: 'never' },
  { kind: 'share', where: { column: 'code', operator: '=', value: 'ab' } },
  { kind: 'share', where: { column: 'born', operator: '>=', value: '1930-01-01' } },
  { kind: 'share', where: { column: 'group by', operator: '=', value: 'caf\u00e9' } },
  { kind: 'share', where: { column: 'group by', operator: '=', value: '' } },
  { kind: 'share', where: { column: 'ratio', operator: '=', value: 0 } },
  { kind: 'share', where: { column: 'select', operator: '!=', value: 'web' } },
]

const base = { ...sourceQuestion, table: 'sales' }
const metrics: readonly Question['metric'][] = [
  { kind: 'rowCount' },
  { kind: 'nullRate', column: 'customer_id' },
  { kind: 'nullRate', column: 'paid' },
  { kind: 'distinctCount', column: 'shop' },
  { kind: 'distinctCount', column: 'big' },
  { kind: 'duplicateRate', columns: ['shop', 'note'] },
  { kind: 'duplicateRate', columns: ['id'] },
  { kind: 'sum', column: 'amount' },
  { kind: 'average', column: 'ratio' },
  { kind: 'minimum', column: 'amount' },
  { kind: 'maximum', column: 'big' },
  { kind: 'freshness' },
  { kind: 'share', where: { column: 'shop', operator: '=', value: 'Łódź' } },
  { kind: 'share', where: { column: 'note', operator: 'in', value: ['back\\slash', 'It\'s "odd"'] } },
  { kind: 'share', where: { column: 'paid', operator: '=', value: true } },
  { kind: 'share', where: { column: 'on_day', operator: '>=', value: '2026-06-01' } },
]

const questions: readonly (readonly [string, Asked])[] = [
  ...metrics.map(
    metric =>
      [
        `${metric.kind} ${JSON.stringify(metric).replace(/^\{"kind":"\w+",?|\}$/g, '')}`.trim(),
        { ...base, metric },
      ] as const,
  ),
  ...(['Europe/Berlin', 'America/New_York', 'Asia/Kolkata'] as const).map(
    timeZone => [`rows in ${timeZone}`, { ...base, metric: { kind: 'rowCount' }, timeZone }] as const,
  ),
  [
    'rows by a time with zone',
    { ...base, metric: { kind: 'rowCount' }, timeColumn: 'loaded', timeZone: 'America/New_York' },
  ],
  ['rows by milliseconds', { ...base, metric: { kind: 'rowCount' }, timeColumn: 'at_ms' }],
  [
    'rows by milliseconds in New York',
    { ...base, metric: { kind: 'rowCount' }, timeColumn: 'at_ms', timeZone: 'America/New_York' },
  ],
  [
    'nulls by milliseconds in New York',
    {
      ...base,
      metric: { kind: 'nullRate', column: 'customer_id' },
      timeColumn: 'at_ms',
      timeZone: 'America/New_York',
    },
  ],
  ['rows by a text', { ...base, metric: { kind: 'rowCount' }, timeColumn: 'at_text' }],
  [
    'rows by a text in New York',
    { ...base, metric: { kind: 'rowCount' }, timeColumn: 'at_text', timeZone: 'America/New_York' },
  ],
  [
    'rows by a text in Berlin',
    { ...base, metric: { kind: 'rowCount' }, timeColumn: 'at_text', timeZone: 'Europe/Berlin' },
  ],
  ['rows by a text of days', { ...base, metric: { kind: 'rowCount' }, timeColumn: 'day_text' }],
  [
    'rows by a text of days in New York',
    { ...base, metric: { kind: 'rowCount' }, timeColumn: 'day_text', timeZone: 'America/New_York' },
  ],
  [
    'rows by a text of days in Kolkata',
    { ...base, metric: { kind: 'rowCount' }, timeColumn: 'day_text', timeZone: 'Asia/Kolkata' },
  ],
  ['rows by a text of numbers', { ...base, metric: { kind: 'rowCount' }, timeColumn: 'number_text' }],
  ['sums by a text', { ...base, metric: { kind: 'sum', column: 'amount' }, timeColumn: 'at_text' }],
  ['freshness by a text', { ...base, metric: { kind: 'freshness' }, timeColumn: 'at_text', timeZone: 'Europe/Berlin' }],
  ['nulls by milliseconds', { ...base, metric: { kind: 'nullRate', column: 'customer_id' }, timeColumn: 'at_ms' }],
  ['rows by a date', { ...base, metric: { kind: 'sum', column: 'amount' }, timeColumn: 'on_day' }],
  ['whole table', { ...base, metric: { kind: 'nullRate', column: 'note' }, timeColumn: null, wholeTable: true }],
  ...oddMetrics.map(
    metric =>
      [
        `odd ${metric.kind} ${JSON.stringify(metric).replace(/^\{"kind":"\w+",?|\}$/g, '')}`,
        { ...oddQuestion, metric },
      ] as const,
  ),
  ['odd, in New York', { ...oddQuestion, timeZone: 'America/New_York' }],
  ['one row', { ...oddQuestion, table: 'one_row', metric: { kind: 'rowCount' } }],
  [
    'one row, as a whole',
    {
      ...oddQuestion,
      table: 'one_row',
      metric: { kind: 'nullRate', column: 'void' },
      timeColumn: null,
      wholeTable: true,
    },
  ],
  ['empty table', { ...base, metric: { kind: 'rowCount' }, table: 'empty_sales' }],
]

/** How many of its columns are profiled is a matter of the dialect's words, and quantiles beside two levels one of approximation. */
const wide: Asked = { ...base, table: 'wide', metric: { kind: 'average', column: 'amount' } }
const fewestProfiled = 24
/** Without the name of the schema, which every source has its own of, and tables asked for nothing, for that hangs on how many rows a source says that they have. */
const placeless =
  (schema: string) =>
  (signal: Signal): Signal => {
    const isKin = signal.scan === 'kin'
    const told = isKin ? { ...signal, tables: signal.tables.filter(({ verdict }) => verdict !== 'unlike') } : signal
    return isKin || signal.scan === 'upstream'
      ? (JSON.parse(JSON.stringify(told).replaceAll(`"schema":"${schema}"`, '"schema":"schema"')) as Signal)
      : signal
  }

const ask = async ({ source, schema }: ProvenSource, { table = 'sales', ...asked }: Asked) => {
  const { state, failure, problems } = await investigateSource(source, {
    ...base,
    ...asked,
    table: { schema, name: table },
    dataSourceId: asId<DataSourceId>('sources'),
  })
  const { anomaly, signals } = state
  const segments = signals.find(signal => signal.scan === 'segments')
  // Texts alone, for objects in lists are compared whatever their order.
  const order = {
    leads: segments?.leads?.map(({ segment }) => segmentText(segment)) ?? [],
    values: signals.flatMap(signal =>
      signal.scan === 'values'
        ? signal.columns.flatMap(({ values }) => values.map(({ value }) => value ?? 'NULL'))
        : [],
    ),
    hypotheses: rank(state).map(({ kind }) => kind),
  }
  return {
    signals: signals.map(placeless(schema)),
    order,
    anomaly,
    failure: failure?.replaceAll(schema, 'schema') ?? null,
    problems,
  }
}

/**
 * DuckDB, Trino, Snowflake and BigQuery count distinct values approximately, and Trino and BigQuery tell quantiles so: of the few dozen rows at hand, they may name the
 * next row's value at the tails, and what is made of quantiles (ahead) with it. All else is exact up to a double's last digits.
 */
const toleranceOf = (kind: string) => (path: readonly string[]) => {
  // MySQL divides decimals to five digits.
  if (kind === 'mysql' && path.includes('tables')) return 1e-4
  if (!['duckdb', 'trino', 'snowflake', 'bigquery'].includes(kind)) return 1e-9
  if (path.includes('cardinalities')) return 0.35
  const nearest = kind === 'trino' || kind === 'bigquery'
  if (nearest && path.some(name => name === 'quantiles' || name === 'sizes' || name === 'ahead')) return 0.5
  if (nearest && path.includes('spread')) return 1
  return nearest && path.includes('joint') ? 0.15 : 1e-9
}

const seen = new Map<string, string>()

afterAll(async () => {
  await stopInvestigating()
  mkdirSync('dist', { recursive: true })
  const sources = provableSources.map(({ kind, standIn, missing }) => ({
    kind,
    standIn,
    missing,
    server: seen.get(kind) ?? null,
  }))
  writeFileSync('dist/sources.json', JSON.stringify(sources))
})

describe('every source gives the same numbers', () => {
  const [reference, ...others] = provableSources
  const expected = new Map<string, Awaited<ReturnType<typeof ask>>>()
  beforeAll(async () => {
    const opened = await reference?.open()
    if (!opened) throw new Error('There is nothing to compare with.')
    seen.set('postgres', opened.server)
    for (const [name, asked] of questions) expected.set(name, await ask(opened, asked))
    await opened.close()
  }, 300_000)

  test('the reference itself measures what was made', () => {
    const nulls = [...expected].find(([name]) => name.includes('customer_id'))?.[1]
    expect([nulls?.anomaly?.observed, nulls?.failure, nulls?.problems]).toEqual([12 / 72, null, []])
    expect(
      [...expected].filter(([, { problems }]) => problems.length > 0).map(([name, { problems }]) => [name, problems]),
    ).toEqual([])
  })

  test('the reference tells by their content that the rows of the shop came from the till', () => {
    const signals = [...expected].find(([name]) => name.includes('customer_id'))?.[1].signals ?? []
    const found = signals.flatMap(signal => (signal.scan === 'kin' ? signal.tables : []))
    expect(found.map(({ key, verdict, columns }) => [key, verdict, columns.map(({ to }) => to).toSorted()])).toEqual([
      [
        { from: 'no', to: 'id' },
        'upstream',
        ['amount', 'at', 'at_ms', 'channel', 'customer_id', 'loaded', 'on_day', 'paid', 'ratio', 'shop'],
      ],
    ])
    expect(signals.some(({ scan }) => scan === 'upstream')).toBe(true)
  })

  test('rows by a text are those by the time that it tells, but for those that tell none', () => {
    const [told, untold] = ['rows by a text in New York', 'rows in America/New_York'].map(
      name => expected.get(name)?.anomaly?.series ?? [],
    )
    const days = (told ?? []).map(({ at, rows }) => [at, rows])
    const fewer = (untold ?? []).map(({ at, rows }, index) => [at, rows - (days[index]?.[1] as number)])
    expect(days.map(([at]) => at)).toEqual(fewer.map(([at]) => at))
    // One row in fifty: one or two of a day's 72.
    expect([...new Set(fewer.map(([, rows]) => rows))].toSorted()).toEqual([1, 2])
  })

  test('a day in a text is the same day in every zone', () => {
    const [date, ...told] = [
      'rows by a date',
      ...['', ' in New York', ' in Kolkata'].map(zone => `rows by a text of days${zone}`),
    ].map(name => (expected.get(name)?.anomaly?.series ?? []).map(({ at, rows }) => [at, rows]))
    expect(date?.length).toBeGreaterThan(30)
    expect(told).toEqual([date, date, date])
  })

  test('numbers of eight digits are no days', () => {
    expect(expected.get('rows by a text of numbers')?.failure).toMatch(/^wrong-column-type: number_text holds numbers/)
  })

  for (const { kind, missing, open } of others) {
    describe.skipIf(missing !== null)(kind, () => {
      let opened: ProvenSource
      beforeAll(async () => {
        opened = await open()
        seen.set(kind, opened.server)
      }, 180_000)
      afterAll(() => opened?.close())

      test('a table of eighty columns is investigated to its end', async () => {
        const { signals, anomaly, failure, problems } = await ask(opened, wide)
        const profiled = signals.flatMap(signal => (signal.scan === 'profile' ? signal.columns : []))
        expect([failure, problems, anomaly?.observed]).toEqual([null, [], expect.closeTo(1869, 6)])
        expect(new Set(profiled.map(({ column }) => column)).size).toBeGreaterThanOrEqual(fewestProfiled)
      })

      test.each(questions)('%s', async (name, asked) => {
        const found = await ask(opened, asked)
        expect(differences(expected.get(name), found, toleranceOf(kind))).toEqual([])
      })
    })
  }
})
