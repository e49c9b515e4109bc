import type { Scopes, Source } from './scopes.ts'

export type ColumnRules = {
  /** How the engine compares a name that its parser has already unquoted. */
  readonly fold: (name: string) => string
  /** Words that stand alone like a column but mean a harmless function. */
  readonly constants: ReadonlySet<string>
  /** Words that mean something else, unless a table is known to have a column of that name. */
  readonly pseudoColumns: ReadonlySet<string>
  /** Whether `column.field` is a field of a struct rather than a call in disguise. */
  readonly hasStructs: boolean
}

/** Finds what a column reference means, from the innermost SELECT outwards. */
export const createColumnNames = ({ fold, constants, pseudoColumns, hasStructs }: ColumnRules, scopes: Scopes) => {
  const visible = () => scopes.inward().flatMap(({ sources }) => sources)
  const has = ({ columns }: Source, column: string) =>
    columns === null ? !pseudoColumns.has(column) : columns.has(column)
  const bySchema = ([schema, name, column]: readonly string[]) =>
    visible().find(
      ({ table, columns }) =>
        table && fold(table.schema) === schema && fold(table.name) === name && columns?.has(column ?? ''),
    )

  const sourceOf = (parts: readonly string[]): Source | null => {
    const [first = '', second = '', third] = parts.map(fold)
    if (parts.length === 1) return visible().find(source => has(source, first)) ?? null
    const deep = third === undefined ? undefined : bySchema([first, second, third])
    if (deep) return deep
    const qualified = visible().find(({ alias }) => alias === first)
    if (qualified) return has(qualified, second) && (parts.length === 2 || hasStructs) ? qualified : null
    return hasStructs ? (visible().find(source => has(source, first)) ?? null) : null
  }

  const isKnown = (parts: readonly string[], mayBeOutput: boolean) => {
    const first = fold(parts[0] ?? '')
    if (sourceOf(parts)) return true
    if (pseudoColumns.has(first) || (parts.length > 1 && !hasStructs)) return false
    return (
      (mayBeOutput && scopes.inward().some(({ outputs }) => outputs.has(first))) ||
      (parts.length === 1 && constants.has(first))
    )
  }

  return { sourceOf, isKnown }
}
