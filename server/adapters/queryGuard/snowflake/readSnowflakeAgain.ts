import snowflakeParser from 'node-sql-parser/build/snowflake.js'
import type { Reading } from '../reading.ts'
import { readNodeTree } from '../witness/nodeTree.ts'
import { readAsPostgres } from '../witness/readAsPostgres.ts'

const parser = new snowflakeParser.Parser()

/** The second reading: by node-sql-parser, else by PostgreSQL's grammar, which knows grouping sets; null where neither can read the text. */
export const readSnowflakeAgain = async (text: string): Promise<Reading | null> =>
  readNodeTree(() => parser.parse(text, { database: 'snowflake' })) ?? (await readAsPostgres(text))
