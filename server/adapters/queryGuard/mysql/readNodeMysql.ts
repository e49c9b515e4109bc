import mysqlParser from 'node-sql-parser/build/mysql.js'
import type { Reading } from '../reading.ts'
import { readNodeTree } from '../witness/nodeTree.ts'
import { inBackticks } from './inBackticks.ts'

const parser = new mysqlParser.Parser()

/** The second reading; null where node-sql-parser cannot read the text. */
export const readNodeMysql = (text: string, maxTokens: number): Reading | null =>
  readNodeTree(() => parser.parse(inBackticks(text, maxTokens), { database: 'mysql' }))
