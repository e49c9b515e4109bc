import type { Reading } from '../reading.ts'
import { deny } from '../refusal.ts'
import { fieldsOf, isFields, listOf, textOf, type Fields } from '../treeWalk.ts'

/** What more than a SELECT would show as: filled, one of these keys means writing, locking or variables. */
const FORBIDDEN = ['into', 'locking_read', 'for', 'options']
const FORBIDDEN_TYPES = new Set([
  'var',
  'assign',
  'insert',
  'update',
  'delete',
  'replace',
  'create',
  'drop',
  'alter',
  'call',
  'set',
  'use',
  'show',
  'param',
])

const filled = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(filled)
    : isFields(value)
      ? Object.values(value).some(filled)
      : value !== null && value !== undefined && value !== ''

const functionOf = (node: Fields): string | null => {
  switch (node.type) {
    case 'function': {
      const { schema, name } = fieldsOf(node.name)
      return (
        [schema ?? [], name ?? []]
          .flat()
          .map(part => textOf(fieldsOf(part).value))
          .filter(part => part !== '')
          .join('.') || textOf(node.name)
      )
    }
    case 'aggr_func':
    case 'window_func':
      return textOf(node.name)
    case 'extract':
      return 'extract'
    default:
      return null
  }
}

const collect = (root: unknown): Reading => {
  const tables = new Set<string>()
  const functions = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (!isFields(node)) return
    const name = functionOf(node)
    if (name !== null) functions.add(name.toLowerCase())
    if (node.type === undefined && 'db' in node && 'as' in node && typeof node.table === 'string')
      tables.add(tableOf(node))
    if (typeof node.type === 'string' && FORBIDDEN_TYPES.has(node.type))
      deny('readers-disagree', `A second parser sees more than a SELECT here (${node.type}).`)
    if (node.type === 'select') {
      const more = FORBIDDEN.find(key => filled(node[key]))
      if (more !== undefined) deny('readers-disagree', `A second parser sees more than a SELECT here (${more}).`)
    }
    Object.values(node).forEach(visit)
  }
  visit(root)
  return { tables, functions }
}

const tableOf = ({ db, schema, table }: Fields) =>
  [db, schema, table].filter(part => typeof part === 'string' && part !== '').join('.')

/** The reading of a tree of node-sql-parser: one SELECT, its tables and the functions it calls. */
export const readNodeTree = (parse: () => unknown): Reading | null => {
  const answer = attempt(parse)
  if (answer === null) return null
  const { ast, tableList } = fieldsOf(answer)
  const statements = Array.isArray(ast) ? ast : [ast]
  if (statements.length !== 1) return deny('many-statements', 'A second parser sees more than one statement.')
  if (fieldsOf(statements[0]).type !== 'select')
    return deny('readers-disagree', 'A second parser does not see a SELECT here.')
  const entries = listOf(tableList).map(entry => textOf(entry).split('::'))
  if (entries.some(([kind]) => kind !== 'select'))
    return deny('readers-disagree', 'A second parser sees more than reading here.')
  return collect(ast)
}

const attempt = (parse: () => unknown): unknown => {
  try {
    return parse()
  } catch (problem) {
    // It stumbles over some texts in ways of its own; either way it cannot read them.
    if (problem instanceof RangeError) throw problem
    return null
  }
}
