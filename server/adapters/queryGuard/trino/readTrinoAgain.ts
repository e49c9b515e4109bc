import trinoParser from 'node-sql-parser/build/trino.js'
import type { Reading } from '../reading.ts'
import { readAsPostgres } from '../witness/readAsPostgres.ts'
import { readNodeTree } from '../witness/nodeTree.ts'

const parser = new trinoParser.Parser()

/** The second reading: by PostgreSQL's grammar, which holds most of what Trino's does, else by node-sql-parser; null where neither can read the text. */
export const readTrinoAgain = async (text: string): Promise<Reading | null> => {
  const reading = (await readAsPostgres(text)) ?? readNodeTree(() => parser.parse(text, { database: 'trino' }))
  return reading && { ...reading, tables: new Set([...reading.tables].map(name => name.toLowerCase())) }
}
