import type { Compared } from '../hookTools.ts'
import { fieldsOf, isFields, listOf } from '../treeWalk.ts'
import { open, stringsOf } from './constant.ts'

const COMPARING = new Set(['=', '<', '>', '<=', '>=', '~~'])
const KINDS = new Set(['AEXPR_OP', 'AEXPR_NOT_DISTINCT', 'AEXPR_BETWEEN', 'AEXPR_LIKE'])

const columnsIn = (node: unknown): readonly (readonly string[])[] => {
  if (Array.isArray(node)) return node.flatMap(columnsIn)
  if (!isFields(node) || node.SubLink !== undefined) return []
  if (node.ColumnRef !== undefined) return [stringsOf(fieldsOf(node.ColumnRef).fields)]
  return Object.values(node).flatMap(columnsIn)
}

/** The comparisons that must hold for a row to pass; of an OR, those of its first branch if every branch has some. */
export const comparisons = (condition: unknown): readonly Compared[] => {
  const opened = open(fieldsOf(condition))
  const fields = fieldsOf(opened?.fields)
  if (opened?.kind === 'BoolExpr') {
    const parts = listOf(fields.args).map(comparisons)
    if (fields.boolop === 'AND_EXPR') return parts.flat()
    return fields.boolop === 'OR_EXPR' && parts.every(part => part.length > 0) ? (parts[0] ?? []) : []
  }
  const sign = stringsOf(fields.name).at(-1) ?? ''
  const compares =
    opened?.kind === 'A_Expr' && KINDS.has(String(fields.kind)) && (fields.kind !== 'AEXPR_OP' || COMPARING.has(sign))
  return compares ? [{ left: columnsIn(fields.lexpr), right: columnsIn(fields.rexpr) }] : []
}
