import type { Focus } from '../dataset/focus.ts'
import { findColumn } from '../dataset/schemaContext.ts'
import type { Table } from '../dataset/table.ts'
import { isTimeColumn } from '../dataset/timeColumn.ts'
import { isMixed } from './keyText.ts'
import { isToldByContent } from './toldByContent.ts'
import { feeds } from './upstream.ts'
import { isHistory } from './versions.ts'

/** A column of the alerted table that holds keys of another one, declared or told by its name. `mixed`: numbers of two types, whole ones in one table and others in the other. */
export type Reference = {
  readonly column: string
  readonly parent: Table
  readonly parentColumn: string
  readonly mixed: boolean
}

const mostReferences = 5

const keyColumn = ({ primaryKey, columns }: Table) => (primaryKey?.length === 1 ? primaryKey[0] : columns[0].name)

/** 'customer_id' in orders speaks of customers where that table has a key of this name, or a key 'id'. */
const named = (column: string, parent: Table) => {
  const key = keyColumn(parent)
  if (key === undefined) return false
  // Names that are not quoted are one name to a warehouse, however they are written.
  if (key.toLowerCase() === column.toLowerCase() && key.toLowerCase() !== 'id') return true
  const stem = column.replace(/_?(id|key|code|no|number)$/i, '')
  return (
    key.toLowerCase() === 'id' &&
    stem !== '' &&
    stem !== column &&
    new RegExp(`^${stem.replace(/[^a-z0-9_]/gi, '.')}(s|es)?$`, 'i').test(parent.name.name)
  )
}

const bareKey = (name: string) => name.toLowerCase().replace(/_?(id|key|code|nr|no|number|sk|fk)$/, '')
const fewestLetters = 4

/** Whether one name is the other, or the beginning of it, once what says 'key' is left out: tariff_code and tariff, grade and gradeclass. */
const isAkin = (a: string, b: string) => {
  const [short = '', long = ''] = [bareKey(a), bareKey(b)].toSorted((x, y) => x.length - y.length)
  return short.length >= fewestLetters && long.startsWith(short)
}

/**
 * The column that holds a table's keys under another name, where this table has something else that only stands beside them there: it was looked up. Names that are merely alike
 * may be two kinds of key.
 */
const lookedUpBy = (table: Table, parent: Table): string | null => {
  const key = findColumn(parent, keyColumn(parent) ?? '')
  const isThere = (name: string, kind: string) => table.columns.some(own => own.name === name && own.kind === kind)
  const isBeside = parent.columns.some(
    column => column !== key && !isTimeColumn(column) && isThere(column.name, column.kind),
  )
  if (!key || !isBeside) return null
  const akin = table.columns.filter(({ name, kind }) => kind === key.kind && isAkin(name, key.name))
  return akin.length === 1 ? (akin[0]?.name ?? null) : null
}

export const referencesOf = (focus: Focus): readonly Reference[] => {
  const { table, parents } = focus
  const declared = table.foreignKeys.flatMap(({ columns, references }) => {
    const parent = parents.find(
      ({ name }) => name.name === references.table.name && name.schema === references.table.schema,
    )
    return parent && columns.length === 1
      ? [{ column: columns[0], parent, parentColumn: references.columns[0], mixed: false }]
      : []
  })
  const own = new Set([
    ...declared.map(({ column }) => column),
    ...(table.primaryKey?.length === 1 ? table.primaryKey : []),
  ])
  // What a table is made from holds its keys too, and is not looked up.
  const lookedUp = parents.filter(
    parent => !feeds(parent, table) && !feeds(table, parent) && !isToldByContent(focus, parent.name),
  )
  const guessed = table.columns
    .filter(({ name }) => !own.has(name))
    .flatMap(({ name }) =>
      parentsOf(name, { table, parents: lookedUp }).map(parent => {
        const parentColumn = keyColumn(parent) ?? name
        return {
          column: name,
          parent,
          parentColumn,
          mixed: isMixed(findColumn(table, name), findColumn(parent, parentColumn)),
        }
      }),
    )
  return [...declared, ...guessed].slice(0, mostReferences)
}

/** The table whose keys a column holds, and the history of it where one is kept beside: they may fail apart. */
const parentsOf = (
  column: string,
  { table, parents }: { readonly table: Table; readonly parents: readonly Table[] },
): readonly Table[] => {
  const isNamed = (parent: Table) => table.columns.some(({ name }) => named(name, parent))
  const all = parents.filter(parent => (isNamed(parent) ? named(column, parent) : lookedUpBy(table, parent) === column))
  return [all.find(parent => !isHistory(parent)), all.find(isHistory)].flatMap(found => found ?? [])
}
