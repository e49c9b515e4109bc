import type { DialectName } from '../../../core/ports/queryGuard.ts'
import { createJoinCounter } from '../bounds.ts'
import { createNames, type NameRules } from '../names.ts'
import type { Case, FirstReading } from '../reading.ts'
import { deny } from '../refusal.ts'
import { walkTree } from '../treeWalk.ts'
import { grammarWith } from './grammar.ts'
import { polyglotHooks } from './hooks.ts'
import { openNode, parseOne, spoken, withNames } from './tree.ts'

export type PolyglotRules = Pick<NameRules, 'defaultSchema' | 'fold' | 'foldTable' | 'isReserved'> & {
  readonly dialect: DialectName
  readonly functions: ReadonlySet<string>
  /** What the engine makes of a name that is not quoted, where that differs from a quoted one. */
  readonly unquoted?: (name: string) => string
}

const ROOTS = new Set(['select', 'union', 'intersect', 'except', 'subquery'])
const none = new Set<string>()

/** Polyglot's tree, walked by the allow-list: for engines whose own grammar is not at hand. */
export const walkPolyglot = (
  text: string,
  { known, limits }: Pick<Case, 'known' | 'limits'>,
  rules: PolyglotRules,
): FirstReading => {
  const root = parseOne(text, rules.dialect)
  if (root === null) return deny('unreadable', 'This cannot be read as a query of this kind of data source.')
  const tree = spoken(rules.unquoted === undefined ? root : withNames(root, rules.unquoted))
  const [kind = ''] = Object.keys(root)
  if (!ROOTS.has(kind)) return deny('not-a-select', 'Only a SELECT may be asked.')
  const names = createNames({ ...rules, known, constants: none, pseudoColumns: none, hasStructs: false })
  const functions = new Set<string>()
  const hooks = polyglotHooks({ names, functions, countJoins: createJoinCounter(limits.maxJoins) }, rules.functions)
  walkTree({ grammar: grammarWith(rules.functions), hooks, open: openNode }, tree)
  return { tables: names.written, functions, aliases: names.aliases, touched: [...names.touched.values()] }
}
