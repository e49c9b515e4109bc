import { fieldsOf, isFields, listOf } from '../treeWalk.ts'

type Opened = { readonly table: unknown; readonly joins: readonly unknown[] }

/** What stands within brackets of its own: its first table, and the joins that follow. Brackets with an alias are a table by themselves. */
const opened = (item: unknown): Opened => {
  const inside = fieldsOf(fieldsOf(item).paren).this
  if (inside !== undefined) {
    const found = opened(inside)
    return found.joins.length > 0 ? found : { table: item, joins: [] }
  }
  const joined = fieldsOf(fieldsOf(item).joined_table)
  if (joined.left === undefined || isFields(joined.alias)) return { table: item, joins: [] }
  const left = opened(joined.left)
  return { table: left.table, joins: [...left.joins, ...inARow(joined.joins)] }
}

const inARow = (joins: unknown): readonly unknown[] =>
  listOf(joins).flatMap(join => {
    const { table, joins: more } = opened(fieldsOf(join).this)
    return [{ ...fieldsOf(join), this: table }, ...more]
  })

const flattened = (select: Readonly<Record<string, unknown>>) => {
  const from = fieldsOf(select.from)
  const tables = listOf(from.expressions).map(opened)
  return {
    ...select,
    joins: [...tables.flatMap(({ joins }) => joins), ...inARow(select.joins)],
    ...(isFields(select.from) && { from: { ...from, expressions: tables.map(({ table }) => table) } }),
  }
}

/** Polyglot's tree with all joins in a row: its analysis sees no table within brackets. Which rows there are may be otherwise; where they come from is not. */
export const flattenJoins = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(flattenJoins)
  if (!isFields(node)) return node
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      flattenJoins(key === 'select' && isFields(value) ? flattened(value) : value),
    ]),
  )
}
