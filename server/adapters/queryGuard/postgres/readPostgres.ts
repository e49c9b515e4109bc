import { loadModule, parseSync } from 'libpg-query'
import { createJoinCounter } from '../bounds.ts'
import { createNames } from '../names.ts'
import type { FirstReading, Reader } from '../reading.ts'
import { deny, quote } from '../refusal.ts'
import { fieldsOf, walkTree, type Fields } from '../treeWalk.ts'
import { open } from './constant.ts'
import { postgresGrammar } from './grammar.ts'
import { postgresHooks } from './hooks.ts'

const none = new Set<string>()

const parse = (text: string) => {
  try {
    return parseSync(text)
  } catch (problem) {
    if (problem instanceof WebAssembly.RuntimeError || !(problem instanceof Error)) throw problem
    return deny('unreadable', `PostgreSQL cannot read this: ${quote(problem.message)}.`)
  }
}

const onlySelect = (text: string): Fields => {
  const { stmts } = parse(text)
  const [first, ...others] = stmts ?? []
  if (others.length > 0) return deny('many-statements', 'Only one statement may be asked at a time.')
  const opened = open(fieldsOf(first?.stmt))
  return opened?.kind === 'SelectStmt' ? opened.fields : deny('not-a-select', 'Only a SELECT may be asked.')
}

/** PostgreSQL's own grammar (as WebAssembly), walked by the allow-list. */
export const readPostgres: Reader = async ({ text, known, limits }): Promise<FirstReading> => {
  await loadModule()
  const names = createNames({
    known,
    defaultSchema: 'public',
    fold: name => name,
    constants: none,
    pseudoColumns: none,
    hasStructs: false,
    // pg_catalog comes first in every search path, and all that lives there begins so.
    isReserved: table => table.startsWith('pg_'),
  })
  const functions = new Set<string>()
  walkTree(
    {
      grammar: postgresGrammar,
      hooks: postgresHooks({ names, functions, countJoins: createJoinCounter(limits.maxJoins) }),
      open,
    },
    onlySelect(text),
    'SelectStmt',
  )
  return { tables: names.written, functions, aliases: names.aliases, touched: [...names.touched.values()] }
}
