import type { Focus } from '../dataset/focus.ts'
import { findColumn } from '../dataset/schemaContext.ts'
import type { Table } from '../dataset/table.ts'
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
      parentsOf(name, lookedUp).map(parent => {
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
const parentsOf = (column: string, parents: readonly Table[]): readonly Table[] => {
  const all = parents.filter(parent => named(column, parent))
  return [all.find(parent => !isHistory(parent)), all.find(isHistory)].flatMap(found => found ?? [])
}
