import { combine, spanOf, timeOf, type Constant } from '../bounds.ts'
import { fieldsOf, listOf, textOf, type Fields } from '../treeWalk.ts'

export const open = (node: Fields) => {
  const kind = node.class === undefined ? textOf(node.type) : textOf(node.class)
  return { kind: kind === 'SUBQUERY' && node.class === undefined ? 'SUBQUERY_SOURCE' : kind, fields: node }
}

export const columnOf = (node: Fields) => listOf(node.column_names).map(textOf)

const SPANS: { readonly [call: string]: string } = {
  to_years: 'year',
  to_months: 'month',
  to_weeks: 'week',
  to_days: 'day',
  to_hours: 'hour',
  to_minutes: 'minute',
  to_seconds: 'second',
}
const now = (): Constant => ({ kind: 'time', ms: Date.now() })

const literal = ({ type, value }: Fields): Constant | null => {
  const { id, type_info: info } = fieldsOf(type)
  if (id === 'VARCHAR') return { kind: 'text', text: textOf(value) }
  if (typeof value !== 'number') return null
  return { kind: 'number', value: id === 'DECIMAL' ? value / 10 ** Number(fieldsOf(info).scale ?? 0) : value }
}

const cast = (fields: Fields): Constant | null => {
  const inner = constantOf(fields.child)
  const id = textOf(fieldsOf(fields.cast_type).id)
  if (inner?.kind !== 'text') return inner
  if (id === 'INTERVAL') {
    const ms = spanOf(inner.text)
    return ms === null ? null : { kind: 'span', ms }
  }
  if (id === 'DOUBLE') return { kind: 'number', value: Number(inner.text) }
  const ms = id.startsWith('TIMESTAMP') || id === 'DATE' ? timeOf(inner.text) : null
  return ms === null ? null : { kind: 'time', ms }
}

const call = (fields: Fields): Constant | null => {
  const name = textOf(fields.function_name)
  const [first, second] = listOf(fields.children)
  if (name === 'now' || name === 'today') return now()
  if (name === 'trunc') return constantOf(first)
  if (name === 'date_trunc') return constantOf(second)
  if (name === '+' || name === '-') {
    const zero = { kind: 'number', value: 0 } as const
    return second === undefined
      ? combine(zero, constantOf(first), name === '+' ? 1 : -1)
      : combine(constantOf(first), constantOf(second), name === '+' ? 1 : -1)
  }
  const unit = Object.hasOwn(SPANS, name) ? SPANS[name] : undefined
  const count = unit === undefined ? null : constantOf(first)
  const ms = count?.kind === 'number' ? spanOf(`${count.value} ${unit}`) : null
  return ms === null ? null : { kind: 'span', ms }
}

/** The value of an expression that needs no row to be known; null for every other. */
export const constantOf = (node: unknown): Constant | null => {
  const fields = fieldsOf(node)
  switch (fields.class) {
    case 'CONSTANT':
      return literal(fieldsOf(fields.value))
    case 'CAST':
      return cast(fields)
    case 'FUNCTION':
      return call(fields)
    case 'COLUMN_REF':
      return columnOf(fields).join() === 'current_date' ? now() : null
    default:
      return null
  }
}
