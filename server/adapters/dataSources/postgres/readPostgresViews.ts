import type pg from 'pg'
import type { TableName } from '../../../core/dataset/table.ts'
import type { ViewDefinition } from '../../../core/ports/viewReader.ts'
import type { NonEmpty } from '../../../core/shared/nonEmpty.ts'

type Row = { readonly schema: string; readonly name: string; readonly text: string | null }

/** Tables outside `public` are named with their schemas, by the search path of the session. */
const VIEWS = `
  SELECT n.nspname AS schema, c.relname AS name, pg_get_viewdef(c.oid) AS text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('v', 'm') AND (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))`

export const readViews = async (client: pg.Client, views: NonEmpty<TableName>): Promise<readonly ViewDefinition[]> => {
  const { rows } = await client.query<Row>(VIEWS, [views.map(({ schema }) => schema), views.map(({ name }) => name)])
  return rows.flatMap(({ schema, name, text }) => (text === null ? [] : [{ name: { schema, name }, text }]))
}
