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
