import { loadModule, parseSync } from 'libpg-query'
import type { Reading } from '../reading.ts'
import { deny } from '../refusal.ts'
import { fieldsOf, isFields, listOf, textOf } from '../treeWalk.ts'

/** A reading by PostgreSQL's grammar, which holds most of what other engines' grammars do; null where it cannot read the text. */
export const readAsPostgres = async (text: string): Promise<Reading | null> => {
  await loadModule()
  const statements = parse(text)
  if (statements === null) return null
  const [first, ...others] = statements
  if (others.length > 0) return deny('many-statements', 'A second parser sees more than one statement.')
  const { SelectStmt: select } = fieldsOf(fieldsOf(first).stmt)
  return select === undefined
    ? deny('readers-disagree', 'A second parser does not see a SELECT here.')
    : collect(select)
}

const parse = (text: string) => {
  try {
    return listOf(parseSync(text).stmts)
  } catch (problem) {
    if (problem instanceof WebAssembly.RuntimeError || !(problem instanceof Error)) throw problem
    return null
  }
}

const FORBIDDEN = ['intoClause', 'lockingClause', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'ParamRef']

const collect = (root: unknown): Reading => {
  const tables = new Set<string>()
  const functions = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (!isFields(node)) return
    const more = FORBIDDEN.find(key => node[key] !== undefined)
    if (more !== undefined) deny('readers-disagree', `A second parser sees more than a SELECT here (${more}).`)
    const { catalogname, schemaname, relname } = fieldsOf(node.RangeVar)
    if (node.RangeVar !== undefined)
      tables.add(
        [catalogname, schemaname, relname]
          .filter(part => part !== undefined)
          .map(textOf)
          .join('.'),
      )
    const { funcname } = fieldsOf(node.FuncCall)
    if (node.FuncCall !== undefined)
      functions.add(
        listOf(funcname)
          .map(part => textOf(fieldsOf(fieldsOf(part).String).sval))
          .filter(part => part !== 'pg_catalog')
          .join('.'),
      )
    // SQL's own functions over JSON are grammar there.
    const { op } = fieldsOf(node.JsonFuncExpr)
    if (op !== undefined) functions.add(textOf(op).toLowerCase().replace(/_op$/, ''))
    Object.values(node).forEach(visit)
  }
  visit(root)
  return { tables, functions }
}
