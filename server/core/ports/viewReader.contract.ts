import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createQueryGuard } from '../../adapters/queryGuard/createQueryGuard.ts'
import { readViews } from '../../app/schema/readViews.ts'
import type { LineageEdge } from '../dataset/lineage.ts'
import type { DataSource } from './dataSource.ts'
import type { ViewDefinition } from './viewReader.ts'

/** Tables and views that every SQL data source understands. */
export const viewSeed = [
  'CREATE TABLE orders (id INTEGER, customer_id INTEGER, amount DECIMAL(12, 2))',
  'CREATE TABLE customers (id INTEGER, name VARCHAR(100))',
  'CREATE VIEW clean AS SELECT id, customer_id, amount AS total FROM orders WHERE amount > 0',
  'CREATE VIEW named AS SELECT c.id, c.total * 2 AS twice, u.name AS customer FROM clean c JOIN customers u ON u.id = c.customer_id',
  `CREATE VIEW hidden AS WITH orders AS (SELECT id, total FROM clean)
    SELECT o.id, CAST(o.total AS CHAR(20)) AS told FROM orders o WHERE EXISTS (SELECT 1 FROM customers u WHERE u.id = o.id)`,
  'CREATE VIEW everything AS SELECT * FROM clean UNION ALL SELECT * FROM orders',
  `CREATE VIEW chain AS WITH RECURSIVE steps (step, customer) AS (SELECT id, customer_id FROM orders UNION ALL SELECT step + 1, customer FROM steps WHERE step < 3)
    SELECT step, customer FROM steps`,
  'CREATE VIEW pairs AS SELECT a.id AS one, b.id AS other FROM orders a JOIN orders b ON a.customer_id = b.customer_id',
  `CREATE VIEW threefold AS SELECT o.id, u.name, c.total
    FROM orders o LEFT JOIN (customers u JOIN clean c ON c.customer_id = u.id) ON u.id = o.customer_id`,
  'CREATE VIEW counted AS SELECT customer_id, count(*) AS n, max(amount) AS most FROM orders GROUP BY customer_id',
  'CREATE VIEW constant AS SELECT 1 AS one',
]

/** What the views of the seed are made from: table, view, and the columns that go on as they are. */
const told = [
  'clean>everything: id>id customer_id>customer_id total>total',
  'clean>hidden: id>id total>told',
  'clean>named: id>id',
  'clean>threefold: total>total',
  'customers>hidden:',
  'customers>named: name>customer',
  'customers>threefold: name>name',
  'orders>chain: id>step customer_id>customer',
  'orders>clean: id>id customer_id>customer_id amount>total',
  'orders>counted: customer_id>customer_id',
  'orders>everything: id>id customer_id>customer_id amount>total',
  'orders>pairs: id>one id>other',
  'orders>threefold: id>id',
]

/** Some servers keep names in upper case. */
const textOf = ({ from, to, columns }: LineageEdge) =>
  [`${from.name}>${to.name}:`, ...columns.map(column => `${column.from}>${column.to}`)].join(' ').toLowerCase()
const sorted = (edges: readonly LineageEdge[] | null) => edges?.map(textOf).sort()

export type ViewFixture = {
  readonly source: DataSource
  /** Where `viewSeed` is. */
  readonly schema: string
  /** Views of the seed that the server refuses to make. */
  readonly without?: readonly string[]
  close(): Promise<void>
}

/** What is read off the definitions of views. */
export const viewContract = (name: string, makeFixture: () => Promise<ViewFixture>) => {
  describe(`views of a data source of kind ${name}`, () => {
    const guard = createQueryGuard()
    let fixture: ViewFixture
    beforeAll(async () => {
      fixture = await makeFixture()
    }, 60_000)
    afterAll(async () => {
      await guard.close()
      await fixture?.close()
    })

    const read = async (around: Partial<DataSource> = {}) => {
      const { source, schema } = fixture
      const listed = await source.listTables()
      if (!listed.ok) throw new Error('The tables cannot be listed')
      const own = listed.value.filter(table => table.name.schema === schema)
      return readViews(
        guard,
        { ...source, ...around },
        { names: own.map(({ name }) => name), views: own.filter(({ isView }) => isView).map(({ name }) => name) },
      )
    }
    const expected = (without: readonly string[] = []) =>
      told.filter(line => ![...without, ...(fixture.without ?? [])].some(view => line.includes(`>${view}:`)))
    /** Puts another definition in the place of a view's own. */
    const readingInstead = (view: string, text: (own: string) => string) =>
      read({
        readViews: async views => {
          const own = await fixture.source.readViews?.(views)
          if (!own?.ok) throw new Error('There are no definitions')
          return {
            ok: true,
            value: own.value.map((each): ViewDefinition =>
              each.name.name.toLowerCase() === view ? { ...each, text: text(each.text) } : each,
            ),
          }
        },
      })

    test('each table that a view reads is an edge, through joins, unions, subqueries and CTEs, with the columns that go on as they are', async () => {
      const edges = await read()
      expect(sorted(edges)).toEqual(expected())
      expect(
        edges?.every(
          ({ source, from, to }) => source === 'view' && from.schema === fixture.schema && to.schema === fixture.schema,
        ),
      ).toBe(true)
    })

    test.each([
      ['no SQL', () => 'SELECT FROM WHERE (('],
      ['two statements', (own: string) => `${own.replace(/;\s*$/, '')}; ${own}`],
      ['empty', () => ''],
      ['nested without end', () => `SELECT id FROM orders WHERE ${'('.repeat(60_000)}`],
      ['huge', (own: string) => `${own} -- ${'x'.repeat(300_000)}`],
    ])('a definition that is %s makes no edge and fails nothing', async (_what, text) => {
      expect(sorted(await readingInstead('clean', text))).toEqual(expected(['clean']))
    })

    test('a view that reads itself is made from the others only', async () => {
      expect(sorted(await readingInstead('counted', () => 'SELECT customer_id, n, most FROM counted'))).toEqual(
        expected(['counted']),
      )
    })

    test('a data source that gives no definitions, or no columns, says nothing of views', async () => {
      const refused = async () =>
        ({ ok: false, problem: { code: 'permission-denied', message: '', retryable: false } }) as const
      expect(await read({ readViews: refused })).toBe(null)
      expect(await read({ describe: refused })).toBe(null)
    })
  })
}
