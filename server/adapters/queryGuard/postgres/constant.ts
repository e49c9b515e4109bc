import { combine, spanOf, timeOf, type Constant } from '../bounds.ts'
import { fieldsOf, listOf, textOf, type Fields } from '../treeWalk.ts'

export const open = (node: Fields) => {
  const [kind] = Object.keys(node)
  return kind === undefined ? null : { kind, fields: fieldsOf(node[kind]) }
}

export const stringsOf = (list: unknown) => listOf(list).map(item => textOf(fieldsOf(fieldsOf(item).String).sval))
const lastName = (list: unknown) => stringsOf(list).at(-1) ?? ''

const now = (): Constant => ({ kind: 'time', ms: Date.now() })

const literal = (fields: Fields): Constant | null => {
  if (fields.ival !== undefined) return { kind: 'number', value: Number(fieldsOf(fields.ival).ival ?? 0) }
  if (fields.fval !== undefined) return { kind: 'number', value: Number(fieldsOf(fields.fval).fval) }
  return fields.sval !== undefined ? { kind: 'text', text: textOf(fieldsOf(fields.sval).sval) } : null
}

const cast = (fields: Fields): Constant | null => {
  const inner = constantOf(fields.arg)
  const type = lastName(fieldsOf(fields.typeName).names)
  if (inner?.kind !== 'text') return inner
  if (type === 'interval') {
    const ms = spanOf(inner.text)
    return ms === null ? null : { kind: 'span', ms }
  }
  const ms = type.startsWith('timestamp') || type === 'date' ? timeOf(inner.text) : null
  return ms === null ? null : { kind: 'time', ms }
}

const operation = (fields: Fields): Constant | null => {
  const sign = lastName(fields.name)
  if (fields.kind !== 'AEXPR_OP' || (sign !== '+' && sign !== '-')) return null
  const right = constantOf(fields.rexpr)
  const left = fields.lexpr === undefined ? ({ kind: 'number', value: 0 } as const) : constantOf(fields.lexpr)
  return combine(left, right, sign === '+' ? 1 : -1)
}

const call = (fields: Fields): Constant | null => {
  const name = lastName(fields.funcname)
  if (name === 'now') return now()
  return name === 'date_trunc' ? constantOf(listOf(fields.args)[1]) : null
}

/** The value of an expression that needs no row to be known; null for every other. */
export const constantOf = (node: unknown): Constant | null => {
  const opened = open(fieldsOf(node))
  switch (opened?.kind) {
    case 'A_Const':
      return literal(opened.fields)
    case 'TypeCast':
      return cast(opened.fields)
    case 'A_Expr':
      return operation(opened.fields)
    case 'FuncCall':
      return call(opened.fields)
    case 'SQLValueFunction':
      return now()
    default:
      return null
  }
}
