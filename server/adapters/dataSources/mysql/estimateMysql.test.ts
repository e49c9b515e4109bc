import { expect, test } from 'vitest'
import { rowsRead } from './estimateMysql.ts'

const table = (name: string, rows: number, more: object = {}) => ({
  table: { table_name: name, access_type: 'ALL', rows, filtered: 100, ...more },
})

test('an inner table is read again for each row that reaches it, and once where rows are buffered', () => {
  const outer = table('b', 50, { filtered: 20 })
  expect(rowsRead({ query_block: { nested_loop: [outer, table('a', 3)] } })).toBe(50 + 10 * 3)
  expect(rowsRead({ query_block: { nested_loop: [outer, { 'block-nl-join': table('a', 3000) }] } })).toBe(50 + 3000)
  expect(
    rowsRead({ query_block: { nested_loop: [outer, table('a', 3000, { using_join_buffer: 'hash join' })] } }),
  ).toBe(50 + 3000)
})

test('what is derived counts where it is made, and MySQL says it in its own words', () => {
  expect(
    rowsRead({ nested_loop: [table('<derived2>', 900, { materialized: { query_block: table('orders', 900) } })] }),
  ).toBe(900)
  expect(
    rowsRead({
      query_block: {
        ordering_operation: {
          table: { table_name: 'orders', access_type: 'range', rows_examined_per_scan: 12, filtered: '33.33' },
        },
      },
    }),
  ).toBe(12)
  expect(rowsRead({ query_block: { table: { message: 'No tables used' } } })).toBe(0)
  expect(rowsRead({ query_block: { table: { table_name: 'orders', access_type: 'ALL' } } })).toBeNull()
})
