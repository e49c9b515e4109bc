import { fieldsOf, isFields, type Fields } from '../treeWalk.ts'
import { constantOf, stringsOf } from './constant.ts'
import { postgresAggregates } from './vocabulary.ts'

const FEW = 100

const aggregates = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.some(aggregates)
  if (!isFields(node) || node.SubLink !== undefined) return false
  const call = fieldsOf(node.FuncCall)
  if (
    node.FuncCall !== undefined &&
    call.over === undefined &&
    postgresAggregates.has(stringsOf(call.funcname).at(-1) ?? '')
  )
    return true
  return Object.values(node).some(aggregates)
}

/** Whether a SELECT gives back at most a handful of rows: an ungrouped aggregate, a small LIMIT, VALUES, or nothing in FROM. */
export const returnsFewRows = (select: Fields): boolean => {
  const limit = constantOf(select.limitCount)
  if (limit?.kind === 'number' && limit.value <= FEW && select.limitOption === 'LIMIT_OPTION_COUNT') return true
  if (select.larg !== undefined) return returnsFewRows(fieldsOf(select.larg)) && returnsFewRows(fieldsOf(select.rarg))
  if (select.groupClause !== undefined) return false
  return select.valuesLists !== undefined || select.fromClause === undefined || aggregates(select.targetList)
}
