import { createContext, Script } from 'node:vm'
import nodeSql from 'node-sql-parser/build/postgresql.js'
import { fieldsOf, listOf, textOf } from '../treeWalk.ts'

/** Its grammar is slow, and exponential on some nestings: it is asked about short texts only, and given up on soon. */
const MAX_CHARACTERS = 2_000
const PATIENCE_MS = 12

const parser = new nodeSql.Parser()
const sandbox = createContext({ parse: (text: string) => parser.parse(text, { database: 'postgresql' }), text: '' })
const script = new Script('parse(text)')

const read = (text: string): unknown => {
  sandbox.text = text
  try {
    return script.runInContext(sandbox, { timeout: PATIENCE_MS })
  } catch {
    return null
  }
}

/** The tables that node-sql-parser sees in a PostgreSQL query; null where it cannot read the text, or not soon enough. */
export const readNodeSql = (text: string): ReadonlySet<string> | null => {
  if (text.length > MAX_CHARACTERS) return null
  const answer = read(text)
  if (answer === null) return null
  const entries = listOf(fieldsOf(answer).tableList).map(entry => textOf(entry).split('::'))
  return new Set(
    entries.map(([kind, schema, table]) =>
      kind !== 'select' ? `${kind}!` : schema === 'null' ? `${table}` : `${schema}.${table}`,
    ),
  )
}
