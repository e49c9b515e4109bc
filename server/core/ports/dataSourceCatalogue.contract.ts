import { expect, test } from 'vitest'
import type { Questioned } from '../../testing/dataSourceFixture.ts'

/** What a data source tells of its tables. */
export const catalogueContract = ({ has, rowsTold, fixture }: Questioned) => {
  test('lists tables and views by schema and name, with estimates of rows', async () => {
    const listed = await fixture().source.listTables()
    const own = listed.ok && listed.value.filter(({ name }) => name.schema === fixture().schema)
    expect(own).toEqual([
      { name: { schema: fixture().schema, name: 'customers' }, isView: false, rowEstimate: rowsTold(2) },
      { name: { schema: fixture().schema, name: 'nothing' }, isView: false, rowEstimate: rowsTold(0) },
      { name: { schema: fixture().schema, name: 'orders' }, isView: false, rowEstimate: rowsTold(1000) },
      { name: { schema: fixture().schema, name: 'paid_orders' }, isView: true, rowEstimate: null },
    ])
  })

  test('describes columns and keys', async () => {
    const described = await fixture().source.describe([{ schema: fixture().schema, name: 'orders' }])
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
    expect(orders?.columns[2]?.distinctEstimate).toBe(fixture().distinctEstimate)
    expect(orders?.primaryKey).toEqual(has('keys') ? ['id', 'line'] : null)
    expect(orders?.foreignKeys).toEqual(
      has('keys')
        ? [
            {
              columns: ['customer_id'],
              references: { table: { schema: fixture().schema, name: 'customers' }, columns: ['id'] },
            },
          ]
        : [],
    )
    expect([orders?.isView, orders?.rowEstimate]).toEqual([false, rowsTold(1000)])
  })

  test('describes views, and leaves out tables that do not exist', async () => {
    const name = (table: string) => ({ schema: fixture().schema, name: table })
    const described = await fixture().source.describe([
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
    expect(await fixture().source.describe([name('no_such')])).toEqual({ ok: true, value: [] })
  })
}
