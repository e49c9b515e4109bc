import { findColumn } from '../dataset/schemaContext.ts'
import type { Column } from '../dataset/table.ts'
import { signalOf } from '../investigation/state.ts'
import type { Dialect, Sql } from './dialect.ts'
import { gridSql } from './grainMeasures.ts'
import { lensOf } from './lens.ts'
import { lensColumns } from './lensSql.ts'
import type { Case } from './planned.ts'
import type { ColumnProfile, NumberProfile } from './signal.ts'
import { quote } from './sql.ts'

/** Kinds of rows, told apart by what the case watches: `columns` are made of a row of the table, `kind` of them, a number from 0 to `count` - 1. */
export type RowKinds = { readonly columns: readonly Sql[]; readonly kind: Sql; readonly count: number }

/** Gains in share from which on a sign or a grid tells changed rows from others. */
const signMoved = 0.003
const gridMoved = 0.1
const placeholderMoved = 0.005

const sizesCompared = new Set([0.05, 0.25, 0.5, 0.75, 0.95])

const gain = ({ rate }: { readonly rate: { readonly alert: number; readonly normal: number } }) =>
  rate.alert - rate.normal

const profileOf = (state: Case, column: string): ColumnProfile | null =>
  signalOf(state, 'profile')?.columns.find(item => item.part === 'inside' && item.column === column) ?? null

/** Conditions that part the values of a number beside their size: the sign, and the grid that more of them came to stand on. */
const traits = (numbers: NumberProfile, column: Column): readonly Sql[] => {
  const coarser = (numbers.grain?.grids ?? []).toSorted((a, b) => gain(b) - gain(a))[0]
  return [
    ...(Math.abs(gain({ rate: numbers.negativeRate })) > signMoved ? ['x < 0'] : []),
    ...(coarser && gain(coarser) > gridMoved
      ? [
          gridSql({
            whole: column.kind === 'integer',
            value: column.kind === 'integer' ? 'v' : 'x',
            step: coarser.step,
          }),
        ]
      : []),
  ]
}

/** Values of a number: none, the placeholder that gained most, and the others by sign, grid and how large they are for a normal day. */
const numberKinds = (state: Case, name: string, dialect: Dialect): RowKinds | null => {
  const column = findColumn(state.focus.table, name)
  const numbers = profileOf(state, name)?.numbers
  if (!column || !numbers) return null
  const x = dialect.number(quote(name))
  const placeholder = [{ value: '0', rate: numbers.zeroRate }, ...numbers.sentinels]
    .filter(item => Math.abs(gain(item)) > placeholderMoved)
    .toSorted((a, b) => Math.abs(gain(b)) - Math.abs(gain(a)))[0]
  const edges = numbers.sizes
    .flatMap(({ p, normal }) => (sizesCompared.has(p) && normal !== null && normal > 0 ? [normal] : []))
    .filter((edge, index, all) => edge !== all[index - 1])
  const told = traits(numbers, column)
  const size = `CASE ${edges.map((edge, index) => `WHEN abs(x) <= ${edge} THEN ${index}`).join(' ')} ELSE ${edges.length} END`
  const kind = told.reduce(
    (sql, condition, index) => `${sql} + CASE WHEN ${condition} THEN ${(edges.length + 1) * 2 ** index} ELSE 0 END`,
    `2 + ${edges.length === 0 ? '0' : size}`,
  )
  const special = placeholder ? ` WHEN x = ${placeholder.value} THEN 1` : ''
  return {
    columns: [`${x} AS x`, `${quote(name)} AS v`],
    kind: `CASE WHEN x IS NULL THEN 0${special} ELSE ${kind} END`,
    count: 2 + (edges.length + 1) * 2 ** told.length,
  }
}

/** Null where rows are only counted, or what changed has no name. */
export const rowKinds = (state: Case, { dialect, window }: { dialect: Dialect; window: Sql }): RowKinds | null => {
  const lens = lensOf(state)
  switch (lens.model) {
    case 'count':
      return null
    case 'mean':
      return numberKinds(state, lens.column, dialect)
    case 'rate':
      return lens.flag.kind === 'changed' && lens.flag.values === undefined
        ? null
        : { columns: lensColumns(lens, state.focus.table, { dialect, window }), kind: 'our_flag', count: 2 }
  }
}
