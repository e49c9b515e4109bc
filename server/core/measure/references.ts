import type { Focus } from '../dataset/focus.ts'
import { findColumn } from '../dataset/schemaContext.ts'
import type { Column, Table } from '../dataset/table.ts'
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

const ofKeys = /_?(id|key|code|cd|nr|no|num|number|sk|fk)$/i
/** What a name speaks of: 'customer' of customer_id; nothing of a bare 'id' or 'code'. Names that are not quoted are one name to a warehouse, however they are written. */
const stemOf = (name: string) => name.toLowerCase().replace(ofKeys, '')

const fewestLetters = 4
/** Whether one name is the other, or the beginning of it: tariff_code and tariff, grade and gradeclass. */
const isAkin = (a: string, b: string) => {
  const [short = '', long = ''] = [stemOf(a), stemOf(b)].toSorted((x, y) => x.length - y.length)
  return short.length >= fewestLetters && long.startsWith(short)
}

const isCalled = (stem: string, { name }: Table) =>
  new RegExp(`^${stem.replace(/[^a-z0-9_]/gi, '.')}(s|es)?$`, 'i').test(name.name)

/** Whether this table has something else that only stands beside the keys there: it was looked up. */
const isBeside = (table: Table, parent: Table, key: Column) =>
  parent.columns.some(
    column =>
      column !== key &&
      !isTimeColumn(column) &&
      table.columns.some(({ name, kind }) => name === column.name && kind === column.kind),
  )

/** Whether a column speaks of a table by its key's very name, or as 'customer_id' speaks of a table customers with a key 'id'. */
const named = (column: string, parent: Table) => {
  const key = keyColumn(parent)
  if (key === undefined) return false
  if (key.toLowerCase() === column.toLowerCase() && key.toLowerCase() !== 'id') return true
  const stem = stemOf(column)
  return stemOf(key) === '' && stem !== '' && stem !== column.toLowerCase() && isCalled(stem, parent)
}

/**
 * The column that holds a table's keys under another name: the only one whose name is akin, where the table is called by it or something that stands beside the keys came along.
 * Names that are merely alike may be two kinds of key.
 */
const lookedUpBy = (table: Table, parent: Table): string | null => {
  const key = findColumn(parent, keyColumn(parent) ?? '')
  if (!key) return null
  const akin = table.columns.filter(({ name, kind }) => kind === key.kind && isAkin(name, key.name))
  const [only, second] = akin
  if (!only || second) return null
  return isCalled(stemOf(only.name), parent) || isBeside(table, parent, key) ? only.name : null
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
