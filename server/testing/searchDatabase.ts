import type { Pool } from 'pg'

const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
  GROUP BY 1, 2 ORDER BY 1, 2`

type Found = { readonly schema: string; readonly name: string; readonly columns: readonly string[] }

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Reads every column of every row of every table, in all schemas, as text (bytes in hex), and says what `look` finds: `schema.table.column: what`. */
export const searchDatabase = async (pool: Pick<Pool, 'query'>, look: (text: string) => readonly string[]) => {
  const tables = (await pool.query<Found>(TABLES)).rows
  const found = new Set<string>()
  let cells = 0
  for (const { schema, name, columns } of tables) {
    const { rows } = await pool.query<Readonly<Record<string, string | null>>>(
      `SELECT ${columns.map(column => `${quoted(column)}::text`).join(', ')} FROM ${quoted(schema)}.${quoted(name)}`,
    )
    for (const row of rows)
      for (const [column, text] of Object.entries(row)) {
        cells += 1
        if (text !== null) for (const what of look(text)) found.add(`${schema}.${name}.${column}: ${what}`)
      }
  }
  return { found: [...found].toSorted(), cells, tables: tables.map(({ schema, name }) => `${schema}.${name}`) }
}
