import { fieldsOf, listOf, textOf } from '../treeWalk.ts'
import { open, stringsOf } from './constant.ts'

/** The names PostgreSQL may give a column that has no alias; more than one where it depends on the parts. */
export const outputNames = (node: unknown): readonly string[] => {
  const opened = open(fieldsOf(node))
  const fields = fieldsOf(opened?.fields)
  switch (opened?.kind) {
    case 'ColumnRef':
      return stringsOf(fields.fields).slice(-1)
    case 'FuncCall':
      return stringsOf(fields.funcname).slice(-1)
    case 'TypeCast':
      return [...outputNames(fields.arg), ...stringsOf(fieldsOf(fields.typeName).names).slice(-1)]
    case 'A_Indirection':
      return outputNames(fields.arg)
    case 'A_Expr':
      return fields.kind === 'AEXPR_NULLIF' ? ['nullif'] : ['?column?']
    case 'CaseExpr':
      return [...outputNames(fields.defresult), 'case']
    case 'CoalesceExpr':
      return ['coalesce']
    case 'MinMaxExpr':
      return [fields.op === 'IS_GREATEST' ? 'greatest' : 'least']
    case 'GroupingFunc':
      return ['grouping']
    case 'A_ArrayExpr':
      return ['array']
    case 'RowExpr':
      return ['row']
    case 'SQLValueFunction':
      return [textOf(fields.op).replace('SVFOP_', '').replace(/_N$/, '').toLowerCase()]
    case 'SubLink':
      return fields.subLinkType === 'EXISTS_SUBLINK' ? ['exists'] : subselectName(fields.subselect)
    default:
      return []
  }
}

const subselectName = (subselect: unknown) => {
  const [first] = listOf(fieldsOf(fieldsOf(subselect).SelectStmt).targetList)
  const target = fieldsOf(fieldsOf(first).ResTarget)
  return ['array', ...(target.name === undefined ? outputNames(target.val) : [textOf(target.name)])]
}
