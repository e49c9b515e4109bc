import type { Constant } from '../bounds.ts'
import type { Compared } from '../hookTools.ts'
import { fieldsOf, isFields, listOf, textOf, type Fields } from '../treeWalk.ts'
import { openNode } from './tree.ts'

export const nameOf = (identifier: unknown) => textOf(fieldsOf(identifier).name)

/** The value of a literal; null for whatever needs a row to be known. */
export const constantOf = (node: unknown): Constant | null => {
  const literal = fieldsOf(fieldsOf(node).literal)
  if (literal.literal_type === 'number') return { kind: 'number', value: Number(literal.value) }
  return literal.literal_type === 'string' ? { kind: 'text', text: textOf(literal.value) } : null
}

const COMPARING = new Set(['eq', 'gt', 'gte', 'lt', 'lte', 'like', 'null_safe_eq'])

const columnsIn = (node: unknown): readonly (readonly string[])[] => {
  if (Array.isArray(node)) return node.flatMap(columnsIn)
  if (!isFields(node) || node.subquery !== undefined || node.select !== undefined) return []
  const column = fieldsOf(node.column)
  if (node.column !== undefined)
    return [column.table === undefined ? [nameOf(column.name)] : [nameOf(column.table), nameOf(column.name)]]
  return Object.values(node).flatMap(columnsIn)
}

/** The comparisons that must hold for a row to pass; of an OR, those of its first branch if every branch has some. */
export const comparisons = (condition: unknown): readonly Compared[] => {
  const opened = openNode(fieldsOf(condition))
  if (!opened) return []
  const { kind, fields } = opened
  if (kind === 'paren') return comparisons(fields.this)
  if (kind === 'and') return [...comparisons(fields.left), ...comparisons(fields.right)]
  if (kind === 'or') {
    const [left, right] = [comparisons(fields.left), comparisons(fields.right)]
    return left.length > 0 && right.length > 0 ? left : []
  }
  if (kind === 'between') return [{ left: columnsIn(fields.this), right: columnsIn([fields.low, fields.high]) }]
  return COMPARING.has(kind) ? [{ left: columnsIn(fields.left), right: columnsIn(fields.right) }] : []
}

const FEW = 100
const AGGREGATES = new Set(
  'count sum avg min max stddev stddev_pop stddev_samp variance var_pop var_samp approx_distinct'.split(' '),
)

const aggregates = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.some(aggregates)
  if (!isFields(node) || node.subquery !== undefined || node.select !== undefined || node.window_function !== undefined)
    return false
  return (
    Object.keys(node).some(key => AGGREGATES.has(key)) ||
    AGGREGATES.has(textOf(fieldsOf(node.function).name).toLowerCase()) ||
    Object.values(node).some(aggregates)
  )
}

/** Whether a SELECT gives back at most a handful of rows: an ungrouped aggregate, a small LIMIT, or nothing in FROM. */
export const returnsFewRows = (select: Fields): boolean => {
  const limit = constantOf(fieldsOf(select.limit).this)
  if (limit?.kind === 'number' && limit.value <= FEW) return true
  if (select.left !== undefined)
    return [select.left, select.right].every(side => returnsFewRows(fieldsOf(Object.values(fieldsOf(side))[0])))
  if (select.group_by !== undefined) return false
  return select.from === undefined || aggregates(select.expressions)
}

/** The name of a column that has no alias; none where it is not plainly a column. */
export const outputName = (node: unknown): string | null => {
  const column = fieldsOf(fieldsOf(node).column)
  return fieldsOf(node).column === undefined ? null : nameOf(column.name)
}

export const isStar = (node: unknown) => fieldsOf(node).star !== undefined

/** Bare names in ORDER BY and GROUP BY: only there may a name mean an output. */
export const bareNames = (select: Fields): readonly unknown[] => {
  const sorted = listOf(fieldsOf(select.order_by).expressions).map(item => fieldsOf(item).this)
  const grouped = listOf(fieldsOf(select.group_by).expressions)
  return [...sorted, ...grouped].map(item => fieldsOf(item).column).filter(isFields)
}
