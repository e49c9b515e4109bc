import bigqueryParser from 'node-sql-parser/build/bigquery.js'
import type { Reading } from '../reading.ts'
import { readNodeTree } from '../witness/nodeTree.ts'
import { readAsPostgres } from '../witness/readAsPostgres.ts'
import { inParts, inStandardQuotes } from './spellings.ts'

const parser = new bigqueryParser.Parser()

/** The second reading: by PostgreSQL's grammar, which knows grouping sets, else by node-sql-parser; null where neither can read the text. */
export const readBigqueryAgain = async (text: string, maxTokens: number): Promise<Reading | null> =>
  (await readAsPostgres(inStandardQuotes(text, maxTokens))) ??
  readNodeTree(() => parser.parse(inParts(text, maxTokens), { database: 'bigquery' }))
