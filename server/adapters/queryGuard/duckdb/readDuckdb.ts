import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { createJoinCounter } from '../bounds.ts'
import { createNames } from '../names.ts'
import type { FirstReading, Reader } from '../reading.ts'
import { deny, quote } from '../refusal.ts'
import { fieldsOf, listOf, textOf, walkTree } from '../treeWalk.ts'
import { open } from './constant.ts'
import { duckdbGrammar } from './grammar.ts'
import { duckdbHooks } from './hooks.ts'

const constants = new Set(['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp'])
const pseudoColumns = new Set(['rowid', 'user', 'current_user', 'session_user', 'current_role', 'current_catalog', 'current_database', 'current_schema', 'filename'])
const RESERVED = /^(duckdb_|sqlite_|pragma_|pg_)/

let connection: Promise<DuckDBConnection> | null = null

const connect = async () => {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1', memory_limit: '128MB', enable_external_access: 'false', autoload_known_extensions: 'false', autoinstall_known_extensions: 'false',
    allow_community_extensions: 'false', lock_configuration: 'true',
  })
  return instance.connect()
}

const serialise = async (text: string): Promise<unknown> => {
  connection ??= connect()
  const reader = await (await connection).runAndReadAll(
    'SELECT json_serialize_sql($1::VARCHAR, skip_default := true, skip_null := true, skip_empty := true)', [text])
  return JSON.parse(String(reader.getRows()[0]?.[0]))
}

const onlySelect = async (text: string) => {
  const answer = fieldsOf(await serialise(text))
  const message = textOf(answer.error_message)
  if (message.startsWith('Only SELECT')) return deny('not-a-select', 'Only a SELECT may be asked; DuckDB runs this in another way.')
  if (answer.error === true) return deny('unreadable', `DuckDB cannot read this: ${quote(message)}`)
  const [first, ...others] = listOf(answer.statements)
  if (others.length > 0) return deny('many-statements', 'Only one statement may be asked at a time.')
  return first
}

/** DuckDB's own parser, in a locked instance that holds nothing, walked by the allow-list. */
export const readDuckdb: Reader = async (text, { known, limits }): Promise<FirstReading> => {
  const names = createNames({
    known, defaultSchema: 'main', fold: name => name.toLowerCase(), constants, pseudoColumns, hasStructs: true, isReserved: table => RESERVED.test(table.toLowerCase()),
  })
  const functions = new Set<string>()
  walkTree({ grammar: duckdbGrammar, hooks: duckdbHooks({ names, functions, countJoins: createJoinCounter(limits.maxJoins) }), open }, await onlySelect(text), 'Statement')
  return { tables: names.written, functions, aliases: names.aliases, touched: [...names.tables.values()] }
}
