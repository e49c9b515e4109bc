import type { TableName } from '../../core/dataset/table.ts'
import type { Link } from './joined.ts'
import { deny } from './refusal.ts'

/** The columns a source offers; null where they cannot be told from the text. */
export type Columns = ReadonlySet<string> | null
export type Relation = {
  readonly columns: Columns
  /** At most a handful of rows, so that a join without a predicate does no harm. */
  readonly single: boolean
}
export type Source = Relation & { readonly alias: string; readonly table: TableName | null }
/** The use of a column; `mayBeOutput` where the name that SELECT itself gives to a value would do. */
export type Reference = { readonly parts: readonly string[]; readonly mayBeOutput: boolean }

/** What the names of one SELECT mean. */
export type Scope = {
  readonly ctes: Map<string, Relation>
  readonly sources: Source[]
  readonly outputs: Set<string>
  /** Outputs that only repeat the name of a column: known outside, but no proof inside that the column exists. */
  readonly echoes: Set<string>
  readonly pending: Reference[]
  readonly links: Link[]
  /** Whether it has outputs whose names cannot be told. */
  open: boolean
}

export type Scopes = ReturnType<typeof createScopes>

/** The SELECTs that are open at a place of the text, innermost last. */
export const createScopes = () => {
  const stack: Scope[] = []
  return {
    enter: () => {
      stack.push({
        ctes: new Map(),
        sources: [],
        outputs: new Set(),
        echoes: new Set(),
        pending: [],
        links: [],
        open: false,
      })
    },
    leave: () => {
      stack.pop()
    },
    current: () => stack.at(-1) ?? deny('forbidden-node', 'A name stands outside any SELECT.'),
    /** From the innermost outwards. */
    inward: (): readonly Scope[] => stack.toReversed(),
  }
}
