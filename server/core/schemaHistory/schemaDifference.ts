import type { Column, Table, TableName } from '../dataset/table.ts'
import { sameTable } from '../dataset/table.ts'

/** How a table is made: what is kept of it, so that a later form can be compared. */
export type TableForm = Pick<
  Table,
  'isView' | 'columns' | 'primaryKey' | 'foreignKeys' | 'comment' | 'partitionColumns'
>

export type NamedForm = { readonly name: TableName; readonly form: TableForm }

/** What happened to a table. Renames are guesses: the old name went and a new one of the same make came at once. */
export type SchemaDifferenceKind =
  | 'tableAdded'
  | 'tableRemoved'
  | 'tableRenamed'
  | 'columnAdded'
  | 'columnRemoved'
  | 'columnRenamed'
  | 'typeChanged'
  | 'nullableChanged'
  | 'keyChanged'

/** One difference between two forms; `before` and `after` are names or types as the data source spells them, null where there is none. */
export type SchemaDifference = {
  readonly kind: SchemaDifferenceKind
  readonly table: TableName
  readonly column: string | null
  readonly before: string | null
  readonly after: string | null
}

export const formOf = ({ isView, columns, primaryKey, foreignKeys, comment, partitionColumns }: Table): TableForm => ({
  isView,
  primaryKey,
  foreignKeys,
  comment: comment ?? null,
  partitionColumns: partitionColumns ?? [],
  // Statistics move by themselves; they are no part of how a table is made.
  columns: [plain(columns[0]), ...columns.slice(1).map(plain)],
})

const plain = ({ name, nativeType, kind, nullable, comment }: Column): Column => ({
  name,
  nativeType,
  kind,
  nullable,
  distinctEstimate: null,
  comment: comment ?? null,
})

/** What changed within one table. */
export const compareForms = (table: TableName, before: TableForm, after: TableForm): readonly SchemaDifference[] => {
  const gone = before.columns.filter(({ name }) => !after.columns.some(column => column.name === name))
  const fresh = after.columns.filter(({ name }) => !before.columns.some(column => column.name === name))
  const renamed = renames(gone, fresh, { before, after })
  const taken = new Set(renamed.flatMap(({ from, to }) => [from, to]))
  return [
    ...renamed.map(
      ({ from, to }) =>
        ({ kind: 'columnRenamed', table, column: from.name, before: from.name, after: to.name }) as const,
    ),
    ...gone
      .filter(column => !taken.has(column))
      .map(
        ({ name, nativeType }) =>
          ({ kind: 'columnRemoved', table, column: name, before: nativeType, after: null }) as const,
      ),
    ...fresh
      .filter(column => !taken.has(column))
      .map(
        ({ name, nativeType }) =>
          ({ kind: 'columnAdded', table, column: name, before: null, after: nativeType }) as const,
      ),
    ...after.columns.flatMap(column =>
      changedColumn(
        table,
        before.columns.find(({ name }) => name === column.name),
        column,
      ),
    ),
    ...changedKey(table, before, after),
  ]
}

const changedColumn = (
  table: TableName,
  was: Column | undefined,
  { name, nativeType, nullable }: Column,
): readonly SchemaDifference[] => {
  if (!was) return []
  const said = (yes: boolean) => (yes ? 'nullable' : 'not null')
  return [
    ...(was.nativeType === nativeType
      ? []
      : [{ kind: 'typeChanged', table, column: name, before: was.nativeType, after: nativeType } as const]),
    ...(was.nullable === nullable
      ? []
      : [{ kind: 'nullableChanged', table, column: name, before: said(was.nullable), after: said(nullable) } as const]),
  ]
}

const changedKey = (table: TableName, before: TableForm, after: TableForm): readonly SchemaDifference[] => {
  const [was, is] = [before, after].map(({ primaryKey }) => primaryKey?.join(', ') ?? null)
  return was === is ? [] : [{ kind: 'keyChanged', table, column: null, before: was ?? null, after: is ?? null }]
}

type Rename = { readonly from: Column; readonly to: Column }

/** A column that went where another of its type came: in its place, or as the only pair of that type. */
const renames = (
  gone: readonly Column[],
  fresh: readonly Column[],
  forms: { readonly before: TableForm; readonly after: TableForm },
): readonly Rename[] => {
  const placeIn = ({ columns }: TableForm, column: Column) => columns.indexOf(column)
  return gone.flatMap(from => {
    const alike = fresh.filter(({ nativeType }) => nativeType === from.nativeType)
    const inPlace = alike.find(to => placeIn(forms.after, to) === placeIn(forms.before, from))
    const only =
      alike.length === 1 && gone.filter(({ nativeType }) => nativeType === from.nativeType).length === 1
        ? alike[0]
        : undefined
    const to = inPlace ?? only
    return to ? [{ from, to }] : []
  })
}

/** What changed between two readings of whole schemas; forms that are in both lists unchanged may be left out of both. */
export const compareSchemas = (
  before: readonly NamedForm[],
  after: readonly NamedForm[],
): readonly SchemaDifference[] => {
  const gone = before.filter(({ name }) => !after.some(other => sameTable(other.name, name)))
  const fresh = after.filter(({ name }) => !before.some(other => sameTable(other.name, name)))
  const moved = gone.flatMap(from => {
    const make = makeOf(from.form)
    const alike = fresh.filter(({ form }) => makeOf(form) === make)
    const [to] = alike
    return to && alike.length === 1 && gone.filter(({ form }) => makeOf(form) === make).length === 1
      ? [{ from, to }]
      : []
  })
  const taken = new Set(moved.flatMap(({ from, to }) => [from, to]))
  const text = ({ name: { schema, name } }: NamedForm) => `${schema}.${name}`
  return [
    ...moved.map(
      ({ from, to }) =>
        ({ kind: 'tableRenamed', table: to.name, column: null, before: text(from), after: text(to) }) as const,
    ),
    ...gone
      .filter(table => !taken.has(table))
      .map(({ name }) => ({ kind: 'tableRemoved', table: name, column: null, before: null, after: null }) as const),
    ...fresh
      .filter(table => !taken.has(table))
      .map(({ name }) => ({ kind: 'tableAdded', table: name, column: null, before: null, after: null }) as const),
    ...before.flatMap(({ name, form }) => {
      const now = after.find(other => sameTable(other.name, name))
      return now ? compareForms(name, form, now.form) : []
    }),
  ]
}

const makeOf = ({ columns }: TableForm) => columns.map(({ name, nativeType }) => `${name} ${nativeType}`).join('\n')
