import type { Pool } from 'pg'
import type { Column, TableShape } from './prismaTables.ts'

const ACTIONS: Readonly<Record<string, string>> = {
  a: 'NO ACTION',
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
}

type ColumnRow = { readonly table: string; readonly name: string } & Column

/** The tables of schema `public` as PostgreSQL's catalogue has them, Prisma's own left out. */
export const catalogueTables = async (pool: Pool): Promise<Readonly<Record<string, TableShape>>> => {
  const { rows: columns } = await pool.query<ColumnRow>(`
    SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable, a.atthasdef AS "hasDefault"
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '_prisma_migrations'`)
  const { rows: indexes } = await pool.query<{ table: string; text: string }>(`
    SELECT i.indrelid::regclass::text AS table, CASE WHEN i.indisprimary THEN 'PRIMARY KEY' WHEN i.indisunique THEN 'UNIQUE' ELSE 'INDEX' END || ' '
      || substring(pg_get_indexdef(i.indexrelid) FROM 'USING btree (.*)$') AS text
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace`)
  const { rows: keys } = await pool.query<{ table: string; text: string; action: string }>(`
    SELECT conrelid::regclass::text AS table, regexp_replace(pg_get_constraintdef(oid), '^FOREIGN KEY (\\(.*?\\)) REFERENCES (\\w+)\\((.*?)\\).*$', '\\1 -> \\2 (\\3)') AS text,
      confdeltype AS action
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`)
  const own = <Row extends { readonly table: string }>(rows: readonly Row[], table: string) =>
    rows.filter(row => row.table === table)
  return Object.fromEntries(
    [...new Set(columns.map(row => row.table))].map(table => [
      table,
      {
        columns: Object.fromEntries(
          own(columns, table).map(({ name, type, nullable, hasDefault }) => [name, { type, nullable, hasDefault }]),
        ),
        indexes: own(indexes, table)
          .map(row => row.text)
          .sort(),
        foreignKeys: own(keys, table)
          .map(row => `${row.text} ON DELETE ${ACTIONS[row.action]}`)
          .sort(),
      },
    ]),
  )
}
