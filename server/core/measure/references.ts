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

const ofKeys = /_?(id|key|code|cd|nr|no|num|number|sk)$/i
/** What a name speaks of: 'customer' of customer_id; nothing of a bare 'id' or 'code'. Names that are not quoted are one name to a warehouse, however they are written. */
const stemOf = (name: string) => name.toLowerCase().replace(ofKeys, '')

const fewestLetters = 4
const isAkin = (a: string, b: string) =>
  Math.min(a.length, b.length) >= fewestLetters && (a.startsWith(b) || b.startsWith(a))

/** Whether a table holds something besides the key that the other one has too: what a join brought there. */
const bringsOf = (parent: Table, key: string, { columns }: Table) =>
  parent.columns.some(({ name }) => name !== key && columns.some(own => own.name === name))

/** How plainly a column speaks of a table: by its key's very name, as 'customer_id' speaks of a table customers with a key 'id', or by a name akin to that of a key whose columns a join brought; null where it does not. */
const namedBy = (column: string, parent: Table, table: Table): 'name' | 'stem' | 'kin' | null => {
  const key = keyColumn(parent)
  if (key === undefined) return null
  if (key.toLowerCase() === column.toLowerCase() && key.toLowerCase() !== 'id') return 'name'
  const [stem, there] = [stemOf(column), stemOf(key)]
  if (stem === '') return null
  if (there === '') {
    const isCalled = new RegExp(`^${stem.replace(/[^a-z0-9_]/gi, '.')}(s|es)?$`, 'i').test(parent.name.name)
    return isCalled ? 'stem' : null
  }
  const [own, keys] = [findColumn(table, column), findColumn(parent, key)]
  const isAlike = own !== null && keys !== null && (own.kind === keys.kind || isMixed(own, keys))
  if (!isAlike || !isAkin(stem, there)) return null
  if (stem === there) return 'stem'
  return isHistory(parent) && bringsOf(parent, key, table) ? 'kin' : null
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
      parentsOf(name, lookedUp, table).map(parent => {
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
const parentsOf = (column: string, parents: readonly Table[], table: Table): readonly Table[] => {
  const spoken = parents.flatMap(parent => {
    const by = namedBy(column, parent, table)
    return by === null ? [] : [{ parent, by }]
  })
  const plainest = (['name', 'stem', 'kin'] as const).flatMap(one => spoken.filter(({ by }) => by === one))
  const all = plainest.map(({ parent }) => parent)
  return [all.find(parent => !isHistory(parent)), all.find(isHistory)].flatMap(found => found ?? [])
}
