import type { NamedColumns, ViewText } from '../../../core/ports/viewReader.ts'

/** A table as a text names it. */
export type Written = { readonly catalog: string | null; readonly schema: string | null; readonly name: string }

/** The known name that is meant: spelt alike, or else but for the case. */
export const spelling = (name: string, known: readonly string[]): string | null =>
  known.find(each => each === name) ?? known.find(each => each.toLowerCase() === name.toLowerCase()) ?? null

const isAt =
  (schema: string, name: string, fold: (text: string) => string) =>
  ({ name: table }: NamedColumns) =>
    fold(table.schema) === fold(schema) && fold(table.name) === fold(name)

const find = (known: readonly NamedColumns[], schema: string, name: string) =>
  known.find(isAt(schema, name, text => text)) ?? known.find(isAt(schema, name, text => text.toLowerCase())) ?? null

/** BigQuery quotes a whole path at once. */
const partsOf = ({ catalog, schema, name }: Written, { dialect }: ViewText): Written => {
  const parts = name.split('.')
  if (dialect !== 'bigquery' || parts.length === 1) return { catalog, schema, name }
  return {
    catalog: parts.length > 2 ? parts.slice(0, -2).join('.') : catalog,
    schema: parts.at(-2) ?? schema,
    name: parts.at(-1) ?? name,
  }
}

/**
 * The table that a text means. One that is named with its schema alone stands for itself though nobody knows it, without columns: the login may not see it.
 * Of other databases only what is known here is taken, and an unqualified name means a known table or none.
 */
export const resolveTable = (written: Written, view: ViewText): NamedColumns | null => {
  const { catalog, schema, name } = partsOf(written, view)
  if (name === '') return null
  if (schema !== null)
    return find(view.known, schema, name) ?? (catalog === null ? { name: { schema, name }, columns: [] } : null)
  for (const place of view.schemas) {
    const found = find(view.known, place, name)
    if (found) return found
  }
  return null
}
