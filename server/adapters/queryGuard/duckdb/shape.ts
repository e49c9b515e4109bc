import type { Compared } from '../hookTools.ts'
import { fieldsOf, isFields, listOf, textOf, type Fields } from '../treeWalk.ts'
import { columnOf, constantOf } from './constant.ts'
import { duckdbAggregates } from './vocabulary.ts'

const FEW = 100

const columnsIn = (node: unknown): readonly (readonly string[])[] => {
  if (Array.isArray(node)) return node.flatMap(columnsIn)
  if (!isFields(node) || node.class === 'SUBQUERY') return []
  return node.class === 'COLUMN_REF' ? [columnOf(node)] : Object.values(node).flatMap(columnsIn)
}

/** The comparisons that must hold for a row to pass; of an OR, those of its first branch if every branch has some. */
export const comparisons = (condition: unknown): readonly Compared[] => {
  const fields = fieldsOf(condition)
  if (fields.class === 'CONJUNCTION') {
    const parts = listOf(fields.children).map(comparisons)
    if (fields.type === 'CONJUNCTION_AND') return parts.flat()
    return parts.every(part => part.length > 0) ? (parts[0] ?? []) : []
  }
  if (fields.class === 'BETWEEN')
    return [{ left: columnsIn(fields.input), right: columnsIn([fields.lower, fields.upper]) }]
  const compares =
    fields.class === 'COMPARISON' && fields.type !== 'COMPARE_NOTEQUAL' && fields.type !== 'COMPARE_DISTINCT_FROM'
  return compares ? [{ left: columnsIn(fields.left), right: columnsIn(fields.right) }] : []
}

const aggregates = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.some(aggregates)
  if (!isFields(node) || node.class === 'SUBQUERY') return false
  if (node.class === 'FUNCTION' && duckdbAggregates.has(textOf(node.function_name).toLowerCase())) return true
  return Object.values(node).some(aggregates)
}

/** Whether a SELECT gives back at most a handful of rows: an ungrouped aggregate, a small LIMIT, VALUES, or nothing in FROM. */
export const returnsFewRows = (select: Fields): boolean => {
  const limit = constantOf(
    listOf(select.modifiers)
      .map(fieldsOf)
      .find(({ type }) => type === 'LIMIT_MODIFIER')?.limit,
  )
  if (limit?.kind === 'number' && limit.value <= FEW) return true
  if (select.type === 'SET_OPERATION_NODE') {
    const branches = [select.left, select.right, ...listOf(select.children)].filter(branch => branch !== undefined)
    return branches.every(branch => returnsFewRows(fieldsOf(branch)))
  }
  if (select.group_expressions !== undefined || select.aggregate_handling === 'FORCE_AGGREGATES') return false
  const from = fieldsOf(select.from_table)
  return from.type === 'EXPRESSION_LIST' || from.type === 'EMPTY' || aggregates(select.select_list)
}
