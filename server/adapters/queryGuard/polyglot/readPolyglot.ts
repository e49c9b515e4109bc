import type { DialectName } from '../../../core/ports/queryGuard.ts'
import type { Reading } from '../reading.ts'
import { deny } from '../refusal.ts'
import { fieldsOf, isFields, textOf, type Fields } from '../treeWalk.ts'
import { callKinds, structure } from './kinds.ts'
import { parseOne } from './tree.ts'

const ROOTS = new Set(['select', 'union', 'intersect', 'except', 'values', 'subquery'])
const FORBIDDEN = new Set(['into', 'locks', 'command', 'raw'])

const says = (value: unknown) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0)

const identifier = (value: unknown, dialect: DialectName) => {
  const { name, quoted } = fieldsOf(value)
  return quoted === true && dialect !== 'duckdb' ? textOf(name) : textOf(name).toLowerCase()
}

const tableName = (table: Fields, dialect: DialectName) => {
  if (table.catalog !== null) return deny('readers-disagree', 'A second parser sees a table of another database.')
  const name = identifier(table.name, dialect)
  return table.schema === null ? name : `${identifier(table.schema, dialect)}.${name}`
}

const isTable = (value: unknown): value is Fields => isFields(value) && 'catalog' in value && 'schema' in value

const collect = (root: unknown, dialect: DialectName): Reading => {
  const tables = new Set<string>()
  const functions = new Set<string>()
  const onKey = (key: string, value: unknown, alone: boolean) => {
    if (key === 'table' && isTable(value)) tables.add(tableName(value, dialect))
    else if (key === 'function' || key === 'aggregate_function') functions.add(textOf(fieldsOf(value).name))
    else if (key === 'method_call') functions.add(textOf(fieldsOf(fieldsOf(value).method).name))
    else if (callKinds.has(key) && alone) functions.add(key)
    else if (FORBIDDEN.has(key)) deny('readers-disagree', `A second parser sees more than a SELECT here (${key}).`)
    else if (typeof value === 'object' && !structure.has(key) && !callKinds.has(key)) functions.add(key)
  }
  const visit = (node: unknown) => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (!isFields(node)) return
    const keys = Object.keys(node)
    for (const key of keys) {
      const value = node[key]
      const alone = keys.length === 1
      if (!says(value) && !(alone && callKinds.has(key))) continue
      onKey(key, value, alone)
      visit(value)
    }
  }
  visit(root)
  return { tables, functions }
}

/** Polyglot's reading of the text; null where it cannot read it. */
export const readPolyglot = (text: string, dialect: DialectName): Reading | null => {
  const first = parseOne(text, dialect)
  if (first === null) return null
  const root = Object.keys(first)[0] ?? ''
  if (!ROOTS.has(root)) return deny('readers-disagree', 'A second parser does not see a SELECT here.')
  return collect(first, dialect)
}
