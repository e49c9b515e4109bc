import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uncheckedQuery } from '../../testing/uncheckedQuery.ts'
import type { DialectName } from './queryGuard.ts'
import type { Answer, Cell, CostEstimate, DataSource } from './dataSource.ts'
import { viewContract, type ViewFixture } from './viewReader.contract.ts'

/** Statements that make the warehouse of this suite; every SQL data source understands them. */
export const contractSeed = [
  'CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, joined DATE)',
  `CREATE TABLE orders (id BIGINT NOT NULL, line INTEGER NOT NULL, customer_id INTEGER REFERENCES customers (id), amount DECIMAL(12, 2),
    ratio DOUBLE PRECISION, paid BOOLEAN, ordered_at TIMESTAMP, loaded_at TIMESTAMP WITH TIME ZONE, PRIMARY KEY (id, line))`,
  'CREATE TABLE nothing (id INTEGER)',
  'CREATE VIEW paid_orders AS SELECT id, amount FROM orders WHERE paid',
  `INSERT INTO customers VALUES (1, 'Ada', DATE '2024-02-29'), (2, 'Zoë 🦆', NULL)`,
  `INSERT INTO orders SELECT i, 1, 1 + i % 2, i + 0.25, i / 4.0, i % 3 = 0, TIMESTAMP '2024-01-01 00:00:00' + i * INTERVAL '1' HOUR,
    TIMESTAMPTZ '2024-01-01 00:00:00+02' FROM generate_series(1, 1000) AS g (i)`,
]

/**
 * NaN and infinities; literals that are booleans rather than numbers; times with a zone, and endless ones, as literals;
 * declared keys; columns that refuse nulls; estimates of rows; faults for casts that fit badly; two columns of one name.
 */
export type Lack =
  'nan' | 'boolean literals' | 'zoned literals' | 'keys' | 'not null' | 'estimates' | 'strict casts' | 'repeated names'

/** What an estimate says of a query on `orders`: how it is known, and whether it knows bytes. */
export type Costs = { readonly how: CostEstimate['how']; readonly bytes: boolean }

export type DataSourceFixture = {
  readonly source: DataSource
  /** Where the seed's tables are. */
  readonly schema: string
  /** Runs for a minute or longer unless stopped. */
  readonly slowQuery: string
  /** Whether the server, seen from outside, still works on the query. */
  isRunning(): Promise<boolean>
  /** The sort of estimate kept for `orders.customer_id`, which has two values. */
  readonly distinctEstimate: number | null
  readonly costs: Costs
  /** Texts that no message may hold: password, host, path. */
  readonly secrets: readonly string[]
  /** Bends the suite's texts to the dialect where it has to; what they ask for stays. */
  readonly spell?: (text: string) => string
  /** What this kind of data source does not have at all. */
  readonly lacks?: readonly Lack[]
  close(): Promise<void>
}

const LIMITS = { maxRows: 10_000, maxBytes: 10_000_000, timeoutMs: 20_000 }

/** What every data source keeps. The fixture holds the tables of `contractSeed`, with statistics up to date; that of the views `viewSeed`. */
export const dataSourceContract = (
  dialect: DialectName,
  makeFixture: () => Promise<DataSourceFixture>,
  makeViews: () => Promise<ViewFixture>,
) => {
  viewContract(dialect, makeViews)

  describe(`a data source of kind ${dialect}`, () => {
    let fixture: DataSourceFixture
    beforeAll(async () => {
      fixture = await makeFixture()
    }, 60_000)
    afterAll(() => fixture?.close())

    const ask = (text: string, limits: Partial<typeof LIMITS> = {}, signal?: AbortSignal) =>
      fixture.source.ask(uncheckedQuery(dialect, fixture.spell?.(text) ?? text), { ...LIMITS, ...limits }, signal)
    const answer = async (text: string, limits: Partial<typeof LIMITS> = {}): Promise<Answer> => {
      const asked = await ask(text, limits)
      if (!asked.ok) throw new Error(`${asked.problem.code}: ${asked.problem.message}`)
      return asked.value
    }
    const has = (what: Lack) => !fixture.lacks?.includes(what)
    const rowsTold = (rows: number) => (has('estimates') ? rows : null)
    const firstRow = async (text: string): Promise<readonly Cell[] | undefined> => (await answer(text)).rows[0]
    const problemOf = async (text: string) => {
      const asked = await ask(text)
      if (asked.ok) throw new Error('The query was answered.')
      return asked.problem
    }

    test('lists tables and views by schema and name, with estimates of rows', async () => {
      const listed = await fixture.source.listTables()
      const own = listed.ok && listed.value.filter(({ name }) => name.schema === fixture.schema)
      expect(own).toEqual([
        { name: { schema: fixture.schema, name: 'customers' }, isView: false, rowEstimate: rowsTold(2) },
        { name: { schema: fixture.schema, name: 'nothing' }, isView: false, rowEstimate: rowsTold(0) },
        { name: { schema: fixture.schema, name: 'orders' }, isView: false, rowEstimate: rowsTold(1000) },
        { name: { schema: fixture.schema, name: 'paid_orders' }, isView: true, rowEstimate: null },
      ])
    })

    test('describes columns and keys', async () => {
      const described = await fixture.source.describe([{ schema: fixture.schema, name: 'orders' }])
      const [orders] = described.ok ? described.value : []
      expect(orders?.columns.map(({ name, kind, nullable }) => [name, kind, nullable])).toEqual([
        ['id', 'integer', !has('not null')],
        ['line', 'integer', !has('not null')],
        ['customer_id', 'integer', true],
        ['amount', 'decimal', true],
        ['ratio', 'decimal', true],
        ['paid', 'boolean', true],
        ['ordered_at', 'timestamp', true],
        ['loaded_at', 'timestamptz', true],
      ])
      expect(orders?.columns.map(({ nativeType }) => nativeType.length > 0)).not.toContain(false)
      expect(orders?.columns[2]?.distinctEstimate).toBe(fixture.distinctEstimate)
      expect(orders?.primaryKey).toEqual(has('keys') ? ['id', 'line'] : null)
      expect(orders?.foreignKeys).toEqual(
        has('keys')
          ? [
              {
                columns: ['customer_id'],
                references: { table: { schema: fixture.schema, name: 'customers' }, columns: ['id'] },
              },
            ]
          : [],
      )
      expect([orders?.isView, orders?.rowEstimate]).toEqual([false, rowsTold(1000)])
    })

    test('describes views, and leaves out tables that do not exist', async () => {
      const name = (table: string) => ({ schema: fixture.schema, name: table })
      const described = await fixture.source.describe([
        name('no_such'),
        name('paid_orders'),
        { schema: 'no_such', name: 'orders' },
        name(`it's "odd"`),
      ])
      expect(
        described.ok && described.value.map(table => ({ ...table, columns: table.columns.map(({ kind }) => kind) })),
      ).toEqual([
        {
          name: name('paid_orders'),
          isView: true,
          rowEstimate: null,
          columns: ['integer', 'decimal'],
          primaryKey: null,
          foreignKeys: [],
        },
      ])
      expect(await fixture.source.describe([name('no_such')])).toEqual({ ok: true, value: [] })
    })

    test('answers with the columns and rows of the query', async () => {
      const { columns, rows, truncated } = await answer('SELECT id, name, joined FROM customers ORDER BY id')
      expect(columns).toEqual([
        { name: 'id', kind: 'integer' },
        { name: 'name', kind: 'text' },
        { name: 'joined', kind: 'date' },
      ])
      expect(rows).toEqual([
        [1, 'Ada', '2024-02-29'],
        [2, 'Zoë 🦆', null],
      ])
      expect(truncated).toBe(false)
    })

    test('keeps the columns of an empty table', async () => {
      const { columns, rows, truncated } = await answer('SELECT id FROM nothing')
      expect({ columns, rows, truncated }).toEqual({
        columns: [{ name: 'id', kind: 'integer' }],
        rows: [],
        truncated: false,
      })
    })

    test('keeps two columns of one name apart', async ({ skip }) => {
      if (!has('repeated names')) skip('It refuses them.')
      expect(await answer('SELECT 1 AS a, 2 AS a')).toMatchObject({
        columns: [{ name: 'a' }, { name: 'a' }],
        rows: [[1, 2]],
      })
    })

    test('numbers are numbers where a double holds them, else text', async () => {
      expect(await firstRow('SELECT 9007199254740991, 9007199254740993, -9007199254740993')).toEqual([
        9007199254740991,
        '9007199254740993',
        '-9007199254740993',
      ])
      expect(
        await firstRow('SELECT CAST(12.50 AS DECIMAL(10, 2)), CAST(0.1 AS DOUBLE PRECISION), CAST(0.1 AS REAL)'),
      ).toEqual([12.5, 0.1, 0.1])
      expect(
        await firstRow(
          'SELECT CAST(12345678901234567890.12345 AS DECIMAL(38, 5)), CAST(0 AS DECIMAL(5, 2)), CAST(7.00 AS DECIMAL(5, 2))',
        ),
      ).toEqual(['12345678901234567890.12345', 0, 7])
      expect(await firstRow('SELECT count(*), sum(id), avg(id) FROM orders')).toEqual([1000, 500500, 500.5])
    })

    test('NaN and infinities are text', async ({ skip }) => {
      if (!has('nan')) skip('It has neither.')
      expect(
        await firstRow(
          `SELECT CAST('NaN' AS DOUBLE PRECISION), CAST('Infinity' AS DOUBLE PRECISION), CAST('-Infinity' AS DOUBLE PRECISION)`,
        ),
      ).toEqual(['NaN', 'Infinity', '-Infinity'])
    })

    test('dates and times are ISO 8601 text in UTC, whatever zone they came in', async () => {
      const { columns, rows } =
        await answer(`SELECT DATE '2024-02-29', TIMESTAMP '2024-02-29 23:59:59.5', TIMESTAMP '2024-02-29 01:02:03.123456',
        TIMESTAMP '1969-12-31 23:59:59.999999', CAST('12:34:56' AS TIME)`)
      expect(columns.map(({ kind }) => kind)).toEqual(['date', 'timestamp', 'timestamp', 'timestamp', 'time'])
      expect(rows).toEqual([
        [
          '2024-02-29',
          '2024-02-29T23:59:59.500Z',
          '2024-02-29T01:02:03.123456Z',
          '1969-12-31T23:59:59.999999Z',
          '12:34:56',
        ],
      ])
      const loaded = await answer('SELECT loaded_at FROM orders WHERE id = 1')
      expect([loaded.columns[0]?.kind, loaded.rows]).toEqual(['timestamptz', [['2023-12-31T22:00:00.000Z']]])
    })

    test('times with a zone and endless times come as literals too', async ({ skip }) => {
      if (!has('zoned literals')) skip('It has none.')
      expect(await firstRow(`SELECT TIMESTAMPTZ '2024-03-01 00:30:00+02', CAST('infinity' AS TIMESTAMP)`)).toEqual([
        '2024-02-29T22:30:00.000Z',
        'infinity',
      ])
    })

    test('nulls, booleans, text and unicode come as they are', async () => {
      const [row] = (await answer('SELECT paid FROM orders WHERE id IN (2, 3) ORDER BY id')).rows.map(([paid]) => paid)
      expect(row).toBe(false)
      expect(await firstRow(`SELECT NULL, TRUE, FALSE, '', 'Łódź 東京 🦆', 'it''s'`)).toEqual([
        null,
        ...(has('boolean literals') ? [true, false] : [1, 0]),
        '',
        'Łódź 東京 🦆',
        `it's`,
      ])
    })

    test('a row cap cuts, and says so', async () => {
      const capped = await answer('SELECT id FROM orders ORDER BY id', { maxRows: 3 })
      expect([capped.rows, capped.truncated]).toEqual([[[1], [2], [3]], true])
      const exact = await answer('SELECT id FROM customers ORDER BY id', { maxRows: 2 })
      expect([exact.rows, exact.truncated]).toEqual([[[1], [2]], false])
    })

    test('a byte cap cuts, and says so', async () => {
      const capped = await answer(`SELECT repeat('x', 1000) FROM orders`, { maxBytes: 10_500 })
      expect([capped.rows.length, capped.truncated]).toEqual([10, true])
      const huge = await answer(`SELECT repeat('x', 20000000)`, { maxBytes: 1000 })
      expect([huge.rows, huge.truncated]).toEqual([[], true])
      expect(await firstRow('SELECT 1')).toEqual([1])
    })

    test('an endless answer costs no more memory than the cap', async () => {
      const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed
      const { rows, truncated } = await answer(
        `SELECT repeat('x', 100) || a.id FROM orders AS a CROSS JOIN orders AS b CROSS JOIN orders AS c`,
        { maxRows: 1_000_000, maxBytes: 2_000_000 },
      )
      expect(truncated).toBe(true)
      expect(rows.length).toBeGreaterThan(18_000)
      expect(process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000)
    })

    test('a query past its time is stopped in the server', async () => {
      const asked = await ask(fixture.slowQuery, { timeoutMs: 300 })
      expect(asked).toEqual({
        ok: false,
        problem: { code: 'timed-out', message: 'The data source did not answer in time.', retryable: true },
      })
      expect(await fixture.isRunning()).toBe(false)
      expect(await firstRow('SELECT 1')).toEqual([1])
    })

    test('an aborted query is stopped in the server', async () => {
      const controller = new AbortController()
      const asking = ask(fixture.slowQuery, {}, controller.signal)
      while (!(await fixture.isRunning())) await new Promise(setImmediate)
      controller.abort()
      expect(await asking).toEqual({
        ok: false,
        problem: { code: 'cancelled', message: 'The query was cancelled.', retryable: false },
      })
      expect(await fixture.isRunning()).toBe(false)
      expect(await ask('SELECT 1', {}, controller.signal)).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
      expect(await firstRow('SELECT 1')).toEqual([1])
    })

    test('more queries than places are answered in turn', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => firstRow(`SELECT ${index}`)))
      expect(answers).toEqual(Array.from({ length: 12 }, (_, index) => [index]))
    })

    test('faults of a query are named', async () => {
      for (const [text, code, named] of [
        ['SELECT * FROM no_such', 'not-found', 'no_such'],
        ['SELECT no_such FROM orders', 'bad-query', 'no_such'],
        ['SELEC 1', 'bad-query', 'SELEC'],
      ] as const) {
        const found = await problemOf(text)
        expect([found.code, found.retryable, found.message.includes(named)]).toEqual([code, false, true])
      }
    })

    test('no problem quotes a value of the rows, nor a secret', async () => {
      const badCasts = [
        `SELECT CAST('planted-value' AS INTEGER)`,
        `SELECT CAST(name AS INTEGER) FROM customers`,
        `SELECT CAST(repeat('planted-value', id::INTEGER) AS DATE) FROM orders`,
      ]
      const problems = await Promise.all(
        [
          ...(has('strict casts') ? badCasts : []),
          ...fixture.secrets.map(secret => `SELECT * FROM "${secret.replaceAll('"', '')}"`),
        ].map(problemOf),
      )
      for (const { message } of problems) {
        for (const hidden of ['planted-value', 'Ada', ...fixture.secrets]) expect(message).not.toContain(hidden)
      }
    })

    test('one statement only, and only one that reads', async () => {
      for (const text of [
        'SELECT 1; SELECT 2',
        'SELECT 1; DROP TABLE nothing',
        'DROP TABLE nothing',
        `INSERT INTO nothing VALUES (1)`,
        'UPDATE orders SET paid = TRUE',
        'DELETE FROM orders',
        'CREATE TABLE other (id INTEGER)',
        'CREATE TEMPORARY TABLE other (id INTEGER)',
        'TRUNCATE orders',
        'COMMIT',
        'ROLLBACK; DELETE FROM orders',
      ])
        expect((await ask(text)).ok, text).toBe(false)
      expect(await firstRow('SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM nothing)')).toEqual([1000, 0])
    })

    const estimate = (
      text: string,
      tables: readonly string[],
      { timeoutMs = 20_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
    ) => {
      const names = tables.map(name => ({ schema: fixture.schema, name }))
      return fixture.source.estimate(
        uncheckedQuery(dialect, fixture.spell?.(text) ?? text, names),
        { timeoutMs },
        signal,
      )
    }

    test('a query is estimated by what it has to read, whatever it gives back', async () => {
      const found = await estimate('SELECT count(*), sum(amount) FROM orders WHERE amount > 900', ['orders'])
      if (!found.ok) throw new Error(found.problem.message)
      const { rows, bytes, how } = found.value
      expect(how).toBe(fixture.costs.how)
      // Of a full scan, within a factor of two.
      expect(rows).toBeGreaterThanOrEqual(500)
      expect(rows).toBeLessThanOrEqual(2000)
      expect([bytes !== null && bytes > 0, bytes === null]).toEqual([fixture.costs.bytes, !fixture.costs.bytes])
      expect(await estimate('SELECT count(*) FROM nothing', ['nothing'])).toMatchObject({ ok: true, value: { how } })
    })

    test('an estimate runs nothing', async () => {
      expect(await estimate(fixture.slowQuery, [])).toMatchObject({ ok: true })
      expect(await fixture.isRunning()).toBe(false)
      for (const text of [
        'SELECT 1; DROP TABLE nothing',
        'SELECT 1; DELETE FROM orders',
        'DELETE FROM orders',
        'ANALYZE DELETE FROM orders',
      ])
        await estimate(text, ['orders'])
      expect(await firstRow('SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM nothing)')).toEqual([1000, 0])
    })

    test('an estimate that fails says why, and one that takes too long ends', async () => {
      expect(await estimate('SELECT no_such FROM orders', ['orders'])).toMatchObject({
        ok: false,
        problem: { code: 'bad-query' },
      })
      expect(await estimate('SELECT 1', [], { signal: AbortSignal.abort() })).toMatchObject({
        ok: false,
        problem: { code: 'cancelled' },
      })
      const controller = new AbortController()
      // Both places are taken.
      const asking = [ask(fixture.slowQuery, {}, controller.signal), ask(fixture.slowQuery, {}, controller.signal)]
      expect(await estimate('SELECT 1', [], { timeoutMs: 200 })).toMatchObject({
        ok: false,
        problem: { code: 'timed-out' },
      })
      controller.abort()
      await Promise.all(asking)
    })

    test('a reader is proved to be one, and nothing is left behind', async () => {
      const before = await fixture.source.listTables()
      expect(await fixture.source.proveReadOnly()).toMatchObject({ ok: true, value: { readOnly: true } })
      expect(await fixture.source.listTables()).toEqual(before)
    })

    test('closing stops what runs, and later calls are cancelled', async () => {
      const asking = ask(fixture.slowQuery)
      while (!(await fixture.isRunning())) await new Promise(setImmediate)
      await fixture.source.close()
      expect(await asking).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
      expect(await fixture.isRunning()).toBe(false)
      await fixture.source.close()
      expect(await ask('SELECT 1')).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    })
  })
}
