import type { ValueCount } from './signal.ts'

/** Share of a normal day's rows whose value no other normal day has: names and dates that are new every day. */
export const usuallyNew = (values: readonly ValueCount[]): number => {
  const alone = values.reduce(
    (sum, { days }) => sum + (days.filter(rows => rows > 0).length === 1 ? Math.max(...days) : 0),
    0,
  )
  const all = values.reduce((sum, { days }) => sum + days.reduce((total, rows) => total + rows, 0), 0)
  return all > 0 ? alone / all : 0
}

/** Where so many rows have a new value on any day, new values tell nothing. */
const most = 0.25

export const isNewEveryDay = (values: readonly ValueCount[]) => usuallyNew(values) > most

/** How a text is built: '2026-04-30' and '30/04/2026' are not built alike. */
const build = (text: string) => text.replace(/[0-9]+/g, '9').replace(/\p{L}+/gu, 'a')

/** The values that are new and built as none of the normal days. */
export const rebuilt = (values: readonly ValueCount[]): readonly ValueCount[] => {
  const known = new Set(values.flatMap(({ value, rows }) => (value !== null && rows.normal > 0 ? [build(value)] : [])))
  return values.filter(
    ({ value, rows }) =>
      value !== null && rows.alert > 0 && rows.normal <= rows.alert * 0.02 && !known.has(build(value)),
  )
}
