import type { TableName } from '../../core/dataset/table.ts'
import type { DialectName, GuardRefusal } from '../../core/ports/queryGuard.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { mustAgree } from './agreement.ts'
import { readBigquery } from './bigquery/readBigquery.ts'
import { readBigqueryAgain } from './bigquery/readBigqueryAgain.ts'
import { checkCalls } from './checkCalls.ts'
import { checkTokens } from './checkTokens.ts'
import { readDuckdb } from './duckdb/readDuckdb.ts'
import { readMysql } from './mysql/readMysql.ts'
import { readNodeMysql } from './mysql/readNodeMysql.ts'
import { readPolyglot } from './polyglot/readPolyglot.ts'
import { readPostgres } from './postgres/readPostgres.ts'
import type { Case, FirstReading, Reader, Reading } from './reading.ts'
import { deny, Refused } from './refusal.ts'
import { readSnowflake } from './snowflake/readSnowflake.ts'
import { readSnowflakeAgain } from './snowflake/readSnowflakeAgain.ts'
import { readTrino } from './trino/readTrino.ts'
import { readTrinoAgain } from './trino/readTrinoAgain.ts'
import { readNodeSql } from './witness/readNodeSql.ts'

export type Judgement = Result<readonly TableName[], GuardRefusal>

const readers: { readonly [D in DialectName]: Reader } = {
  duckdb: readDuckdb,
  postgres: readPostgres,
  redshift: readPostgres,
  mysql: readMysql,
  trino: readTrino,
  snowflake: readSnowflake,
  bigquery: readBigquery,
}

/** The second readers of engines whose own grammar is not at hand. */
const secondReaders: { readonly [D in DialectName]?: (item: Case) => Promise<Reading | null> } = {
  mysql: async ({ text, limits }) => readNodeMysql(text, limits.maxTokens),
  trino: ({ text }) => readTrinoAgain(text),
  snowflake: ({ text }) => readSnowflakeAgain(text),
  bigquery: ({ text, limits }) => readBigqueryAgain(text, limits.maxTokens),
}

const checkWitness = (text: string, tables: ReadonlySet<string>) => {
  const seen = readNodeSql(text)
  // It folds no names and forgets CTE scopes, so only a table that nobody else saw speaks against the text.
  const known = new Set([...tables].map(name => name.toLowerCase()))
  const extra = seen && [...seen].find(name => !known.has(name.toLowerCase()))
  if (extra !== undefined && extra !== null)
    deny('readers-disagree', 'A third parser sees a table that the others do not see.')
}

/** Where the engine's own grammar read first, another reader need not know all of it; where it did not, nothing passes that only one has read. */
const checkSecond = async (item: Case, first: FirstReading) => {
  const { text, dialect } = item
  const readSecond = secondReaders[dialect]
  const second = readSecond ? await readSecond(item) : readPolyglot(text, dialect)
  if (second) mustAgree(first, second)
  else if (readSecond) deny('unreadable', 'Only one of two parsers can read this query.')
  if (dialect === 'postgres') checkWitness(text, first.tables)
}

const read = async (item: Case) => {
  const { text, dialect, limits } = item
  const tokens = checkTokens(text, dialect, limits)
  const first = await readers[dialect](item)
  checkCalls(tokens, first)
  await checkSecond(item, first)
  return first.touched
}

/** Reads a text by every reader there is for its dialect. Runs in the worker; a fault of a reader is thrown, and the worker with it. */
export const judge = async (item: Case): Promise<Judgement> => {
  try {
    return ok(await read(item))
  } catch (problem) {
    if (problem instanceof Refused) return refuse(problem.problem)
    if (problem instanceof RangeError) return refuse({ code: 'too-large', message: 'The query is nested too deeply.' })
    throw problem
  }
}
