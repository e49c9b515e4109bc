import type pg from 'pg'
import type { TableName } from '../../../core/dataset/table.ts'
import type { ViewDefinition } from '../../../core/ports/viewReader.ts'
import type { NonEmpty } from '../../../core/shared/nonEmpty.ts'

/** Of a late-binding view the whole statement that makes it. */
const VIEW = `
  SELECT pg_get_viewdef(c.oid) AS text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v' AND n.nspname = $1 AND c.relname = $2`

export const readViews = async (client: pg.Client, views: NonEmpty<TableName>): Promise<readonly ViewDefinition[]> => {
  const definitions: ViewDefinition[] = []
  for (const name of views) {
    const [row] = (await client.query<{ text: string | null }>(VIEW, [name.schema, name.name])).rows
    if (row?.text) definitions.push({ name, text: row.text })
  }
  return definitions
}
