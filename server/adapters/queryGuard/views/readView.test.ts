import { expect, test } from 'vitest'
import type { ViewText } from '../../../core/ports/viewReader.ts'
import { readView } from './readView.ts'

type Known = Readonly<Record<string, readonly string[]>>

const tables = (known: Known) =>
  Object.entries(known).map(([path, columns]) => {
    const [schema = '', name = ''] = path.split('.')
    return { name: { schema, name }, columns }
  })
const read = (
  dialect: ViewText['dialect'],
  text: string,
  given: { readonly known: Known; readonly columns: readonly string[]; readonly schemas?: readonly string[] },
) =>
  readView({ text, dialect, schemas: given.schemas ?? ['shop'], columns: given.columns, known: tables(given.known) })
    .map(
      ({ from, columns }) =>
        `${from.schema}.${from.name}: ${columns.map(column => `${column.from}>${column.to}`).join(' ')}`,
    )
    .sort()

const known = { 'shop.orders': ['id', 'customer_id', 'amount'], 'shop.customers': ['id', 'name'] }

test('MySQL: columns named with their schemas, joins in brackets', () => {
  const text =
    'select `shop`.`orders`.`id` AS `id`,`u`.`name` AS `who` from (`shop`.`orders` join `shop`.`customers` `u` on(`u`.`id` = `shop`.`orders`.`customer_id`))'
  expect(read('mysql', text, { known, columns: ['id', 'who'] })).toEqual([
    'shop.customers: name>who',
    'shop.orders: id>id',
  ])
})

test('Snowflake: the whole statement, unquoted names in capitals, columns named by the view', () => {
  const text = `create or replace secure view SHOP.V (NUMBER, "Who") comment = 'x' as select o.id, u.name from analytics.shop.orders o left join customers u on u.id = o.customer_id;`
  const upper = { 'SHOP.ORDERS': ['ID', 'CUSTOMER_ID'], 'SHOP.CUSTOMERS': ['ID', 'NAME'] }
  expect(read('snowflake', text, { known: upper, columns: ['NUMBER', 'Who'], schemas: ['SHOP', 'PUBLIC'] })).toEqual([
    'SHOP.CUSTOMERS: NAME>Who',
    'SHOP.ORDERS: ID>NUMBER',
  ])
})

test('BigQuery: a whole path within one pair of quotes, fields of a column', () => {
  const text =
    'SELECT o.id, o.amount.value AS value, item FROM `acme-shop.shop.orders` AS o, UNNEST(o.items) AS item JOIN shop.customers AS u ON u.id = o.customer_id'
  expect(read('bigquery', text, { known, columns: ['id', 'value', 'item'] })).toEqual([
    'shop.customers: ',
    'shop.orders: id>id',
  ])
})

test('Trino: a star, and a table of another catalog that is not known here', () => {
  expect(
    read('trino', 'SELECT * FROM orders WHERE id IN (SELECT id FROM lake.raw.dump)', {
      known,
      columns: ['id', 'customer_id', 'amount'],
    }),
  ).toEqual(['shop.orders: id>id customer_id>customer_id amount>amount'])
})

test('Redshift: a late-binding view, whose tables nobody need know', () => {
  expect(
    read('redshift', 'create view mart.v as select id from spectrum.events with no schema binding;', {
      known,
      columns: ['id'],
    }),
  ).toEqual(['spectrum.events: '])
})

test('DuckDB: names in quotes, and a star without some of its columns', () => {
  const odd = { 'main.Odd "table"': ['Full Name', 'id'] }
  expect(
    read('duckdb', 'CREATE VIEW v AS SELECT "Full Name" AS n FROM main."Odd ""table""";', {
      known: odd,
      columns: ['n'],
    }),
  ).toEqual(['main.Odd "table": Full Name>n'])
  expect(
    read('duckdb', 'CREATE VIEW v AS SELECT * EXCLUDE (amount) FROM shop.orders;', {
      known,
      columns: ['id', 'customer_id'],
    }),
  ).toEqual(['shop.orders: id>id customer_id>customer_id'])
})

test('an unqualified name means the first schema that has such a table, and none that nobody knows', () => {
  const two = { 'mart.orders': ['id'], 'shop.orders': ['id'] }
  const from = (schemas: readonly string[]) =>
    read('duckdb', 'CREATE VIEW mart.v AS SELECT id FROM orders', { known: two, columns: ['id'], schemas })
  expect([from(['mart', 'shop']), from(['other', 'shop']), from(['other'])]).toEqual([
    ['mart.orders: id>id'],
    ['shop.orders: id>id'],
    [],
  ])
})

test('what is computed goes into no column, though its table is an edge', () => {
  const text = 'SELECT id + 1 AS next, upper(name) AS name, count(*) OVER (PARTITION BY id) AS n FROM shop.customers'
  expect(read('postgres', text, { known, columns: ['next', 'name', 'n'] })).toEqual(['shop.customers: '])
})
