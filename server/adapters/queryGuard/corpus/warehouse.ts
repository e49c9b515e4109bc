import type { SchemaContext } from '../../../core/dataset/schemaContext.ts'
import type { ColumnKind } from '../../../core/dataset/table.ts'
import { nonEmpty } from '../../../core/shared/nonEmpty.ts'
import type { DialectName } from '../../../core/ports/queryGuard.ts'

// The small warehouse in which the corpus is run. What a query must not reach holds this word.
export const SENTINEL = 'not-for-your-eyes'

type Columns = { readonly [name: string]: string }

const tables: { readonly [name: string]: Columns } = {
  orders: {
    id: 'bigint',
    user_id: 'bigint',
    customer_id: 'bigint',
    status: 'text',
    region: 'text',
    channel: 'text',
    country: 'text',
    amount: 'numeric(12,2)',
    email: 'text',
    sku: 'text',
    payload: 'jsonb',
    created_at: 'timestamp',
    updated_at: 'timestamp',
  },
  users: { id: 'bigint', email: 'text', role: 'text', ssn: 'text', country: 'text', created_at: 'timestamp' },
  events: { id: 'bigint', user_id: 'bigint', type: 'text', ts: 'timestamp', payload: 'jsonb' },
  sales: { region: 'text', channel: 'text', amount: 'numeric(12,2)' },
  daily: { d: 'timestamp', n: 'bigint', tbl: 'text' },
  src: { id: 'bigint', amount: 'numeric(12,2)' },
  dst: { id: 'bigint', amount: 'numeric(12,2)' },
  etl_log: { loaded_at: 'timestamp' },
  base: { k: 'text', cnt: 'bigint' },
  t: { id: 'bigint', k: 'text', cnt: 'bigint', a: 'bigint', b: 'bigint', x: 'bigint' },
  s: { id: 'bigint' },
  'Odd Täble': { 'Größe "x"': 'bigint', 'naïve; --': 'bigint' },
}

/** Tables that stand in the warehouse but not in the schema context. */
const forbidden = ['hidden (id bigint, one text)', 'secret.users (id bigint, password text)']

const schemas: { readonly [D in DialectName]?: string } = { duckdb: 'main', mysql: 'shop', snowflake: 'PUBLIC' }
export const schemaOf = (dialect: DialectName) => schemas[dialect] ?? 'public'
/** Snowflake keeps names that were not quoted in upper case. */
const nameIn = (dialect: DialectName, name: string) =>
  dialect === 'snowflake' && /^\w+$/.test(name) ? name.toUpperCase() : name
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const kindOf = (type: string): ColumnKind =>
  type === 'bigint'
    ? 'integer'
    : type === 'jsonb'
      ? 'json'
      : type === 'timestamp'
        ? 'timestamp'
        : type === 'text'
          ? 'text'
          : 'decimal'

export const warehouseContext = (dialect: DialectName): SchemaContext => {
  const described = Object.entries(tables).map(([name, columns]) => {
    const list = nonEmpty(
      Object.entries(columns).map(([column, type]) => ({
        name: nameIn(dialect, column),
        nativeType: type,
        kind: kindOf(type),
        nullable: true,
        distinctEstimate: null,
      })),
    )
    if (!list) throw new Error('A table without columns')
    return {
      name: { schema: schemaOf(dialect), name: nameIn(dialect, name) },
      isView: false,
      columns: list,
      primaryKey: null,
      foreignKeys: [],
      rowEstimate: null,
    }
  })
  const all = nonEmpty(described)
  if (!all) throw new Error('A warehouse without tables')
  return { tables: all }
}

const rows = [
  `INSERT INTO orders SELECT i, i % 7, i % 5, 'paid', 'north', 'web', 'DE', i * 1.5, 'a@example.com', 'A-' || i, '{"type": "click", "items": []}',
    TIMESTAMP '2025-01-01' + i * INTERVAL '1 hour', TIMESTAMP '2025-01-02' FROM generate_series(1, 200) AS g(i)`,
  `INSERT INTO users SELECT i, 'a' || i || '@example.com', 'reader', 'masked', 'DE', TIMESTAMP '2024-01-01' FROM generate_series(1, 7) AS g(i)`,
  `INSERT INTO events SELECT i, i % 7, 'click', TIMESTAMP '2025-01-01', '{"type": "click", "user": {"id": 1}, "items": [{"qty": 1}]}' FROM generate_series(1, 20) AS g(i)`,
  `INSERT INTO sales VALUES ('north', 'web', 1), ('south', 'app', 2)`,
  `INSERT INTO daily SELECT TIMESTAMP '2025-01-01' + i * INTERVAL '1 day', i, 'orders' FROM generate_series(1, 30) AS g(i)`,
  'INSERT INTO src VALUES (1, 1), (2, 2)',
  'INSERT INTO dst VALUES (1, 1), (2, 3)',
  `INSERT INTO etl_log VALUES (TIMESTAMP '2025-01-01')`,
  `INSERT INTO base VALUES ('a', 1)`,
  `INSERT INTO t VALUES (1, 'a', 1, 1, 1, 1)`,
  'INSERT INTO s VALUES (1)',
  'INSERT INTO "Odd Täble" VALUES (1, 2)',
  `INSERT INTO hidden VALUES (1, '${SENTINEL}')`,
  `INSERT INTO secret.users VALUES (1, '${SENTINEL}')`,
]

/** The statements that make the warehouse. */
export const warehouseStatements = (dialect: DialectName): readonly string[] => {
  const typed = (type: string) => (dialect === 'duckdb' && type === 'jsonb' ? 'json' : type)
  const made = Object.entries(tables).map(
    ([name, columns]) =>
      `CREATE TABLE ${quoted(name)} (${Object.entries(columns)
        .map(([column, type]) => `${quoted(column)} ${typed(type)}`)
        .join(', ')})`,
  )
  const cast = (sql: string) => (dialect === 'postgres' ? sql.replace(/('\{"type"[^']*')/, '$1::jsonb') : sql)
  return ['CREATE SCHEMA secret', ...made, ...forbidden.map(table => `CREATE TABLE ${table}`), ...rows.map(cast)]
}

/** Every table of the warehouse, quoted, to compare its contents before and after. */
export const warehouseTables: readonly string[] = [...Object.keys(tables).map(quoted), 'hidden', 'secret.users']
