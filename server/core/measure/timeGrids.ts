import { isTimeColumn } from '../dataset/timeColumn.ts'
import type { Column } from '../dataset/table.ts'
import type { Sql } from './dialect.ts'
import { gridSql } from './grainMeasures.ts'
import type { ProfileScope, Rates } from './profileSource.ts'
import type { ColumnProfile } from './signal.ts'
import { countIf, quote } from './sql.ts'

/** What a time loses its seconds, minutes or hours to, in seconds. */
const grids = [
  ['whole minutes', 60],
  ['whole hours', 3600],
  ['whole days', 86_400],
] as const

/** Whether its grain is looked at: a watched time, for a date has none. */
export const hasTimeGrids = (column: Column, { watched }: Pick<ProfileScope, 'watched'>) =>
  watched?.name === column.name && isTimeColumn(column) && column.kind !== 'date'

export const timeGridMeasures = (column: Column, prefix: string, { dialect }: ProfileScope): readonly Sql[] =>
  grids.map(
    ([, step], index) =>
      `${countIf(gridSql({ whole: false, value: dialect.epoch(quote(column.name), column.kind), step }))} AS ${prefix}t${index}`,
  )

export const readTimeGrids = (rates: Rates): NonNullable<ColumnProfile['timeGrids']> =>
  grids.map(([what], index) => ({ what, rate: rates(`t${index}`) }))
