import { createJoinCounter } from '../bounds.ts'
import { createNames } from '../names.ts'
import type { FirstReading, Reader } from '../reading.ts'
import { deny, quote } from '../refusal.ts'
import { fieldsOf, listOf, textOf, walkTree } from '../treeWalk.ts'
import { open } from './constant.ts'
import { duckdbGrammar } from './grammar.ts'
import { duckdbHooks } from './hooks.ts'

const constants = new Set(['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp'])
const pseudoColumns = new Set([
  'rowid',
  'user',
  'current_user',
  'session_user',
  'current_role',
  'current_catalog',
  'current_database',
  'current_schema',
  'filename',
])
const RESERVED = /^(duckdb_|sqlite_|pragma_|pg_)/

const onlySelect = (serialised: string | null) => {
  const answer = fieldsOf(JSON.parse(serialised ?? '{}'))
  const message = textOf(answer.error_message)
  if (message.startsWith('Only SELECT'))
    return deny('not-a-select', 'Only a SELECT may be asked; DuckDB runs this in another way.')
  if (answer.error === true) return deny('unreadable', `DuckDB cannot read this: ${quote(message)}`)
  const [first, ...others] = listOf(answer.statements)
  if (first === undefined) return deny('unreadable', 'DuckDB sees no statement here.')
  if (others.length > 0) return deny('many-statements', 'Only one statement may be asked at a time.')
  return first
}

/** The tree of DuckDB's own parser, walked by the allow-list. */
export const readDuckdb: Reader = async ({ known, limits, serialised }): Promise<FirstReading> => {
  const names = createNames({
    known,
    defaultSchema: 'main',
    fold: name => name.toLowerCase(),
    constants,
    pseudoColumns,
    hasStructs: true,
    isReserved: table => RESERVED.test(table.toLowerCase()),
  })
  const functions = new Set<string>()
  walkTree(
    {
      grammar: duckdbGrammar,
      hooks: duckdbHooks({ names, functions, countJoins: createJoinCounter(limits.maxJoins) }),
      open,
    },
    onlySelect(serialised),
    'Statement',
  )
  return { tables: names.written, functions, aliases: names.aliases, touched: [...names.touched.values()] }
}
