import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LIMITS, type DataSourceFixture, type Lack, type Questioned } from '../../testing/dataSourceFixture.ts'
import { uncheckedQuery } from '../../testing/uncheckedQuery.ts'
import type { DialectName } from './queryGuard.ts'
import type { Answer, Cell } from './dataSource.ts'
import { answersContract } from './dataSourceAnswers.contract.ts'
import { catalogueContract } from './dataSourceCatalogue.contract.ts'
import { estimatesContract } from './dataSourceEstimates.contract.ts'
import { queriesContract } from './dataSourceQueries.contract.ts'
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

    const questioned: Questioned = { dialect, ask, answer, has, rowsTold, firstRow, problemOf, fixture: () => fixture }
    catalogueContract(questioned)
    answersContract(questioned)
    queriesContract(questioned)
    estimatesContract(questioned)

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
