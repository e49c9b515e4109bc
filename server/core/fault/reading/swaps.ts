import { findColumn } from '../../dataset/schemaContext.ts'
import { isNumeric } from '../../dataset/table.ts'
import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile, ValueCount } from '../../measure/signal.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Reading } from '../fault.ts'
import { arrivals } from './newcomers.ts'
import { percent, whole } from './text.ts'

/** Another column whose values came into the watched one, and how well it fits: 1 when what one gained the other lost, value by value. */
export type Swap = { readonly column: string; readonly other: string; readonly fit: number; readonly text: string }

const gains = (values: readonly ValueCount[]) =>
  new Map(values.flatMap(({ value, rows }) => (value === null ? [] : [[value, rows] as const])))

/** Beyond counting noise. */
const beyond = ({ alert, normal }: { alert: number; normal: number }) =>
  Math.abs(alert - normal) > 4 * Math.sqrt(Math.max(alert, normal, 4))

/** What two columns hold together is kept when they are exchanged: how much of their changes cancels out, value by value. */
const listedSwap = (own: readonly ValueCount[], other: readonly ValueCount[]): { fit: number; rows: number } | null => {
  const [here, there] = [gains(own), gains(other)]
  const none = { alert: 0, normal: 0 }
  let [moved, left, come] = [0, 0, 0]
  for (const value of new Set([...here.keys(), ...there.keys()])) {
    const [a, b] = [here.get(value) ?? none, there.get(value) ?? none]
    if (!beyond(a) && !beyond(b)) continue
    const [gainA, gainB] = [a.alert - a.normal, b.alert - b.normal]
    moved += Math.abs(gainA) + Math.abs(gainB)
    left += Math.abs(gainA + gainB)
    come += Math.max(0, gainA)
  }
  return moved > 0 ? { fit: 1 - left / moved, rows: come } : null
}

const textSwaps = (state: Case): readonly Swap[] => {
  const columns = signalOf(state, 'values')?.columns ?? []
  const watched = metricColumns(state.question.metric)
  return columns
    .filter(({ column }) => watched.includes(column))
    .flatMap(own =>
      columns
        .filter(({ column }) => column !== own.column)
        .flatMap(other => {
          const found = listedSwap(own.values, other.values)
          return found
            ? [
                {
                  column: own.column,
                  other: other.column,
                  fit: found.fit,
                  text: `What ${own.column} gained ${other.column} lost: ${whole(found.rows)} rows, and ${percent(found.fit)} of the changes cancel out.`,
                },
              ]
            : []
        }),
    )
}

/** Standard errors that a mean, or a null rate, must move to be moved; and those of the other column, which may vary far more by itself. */
const fewestErrors = 5
const fewestOfTheOther = 2

/** Half the distance between the outer deciles of a normal column is 1.28 standard deviations. */
const spread = ({ numbers }: ColumnProfile) => {
  const at = (p: number) => numbers?.quantiles.find(item => item.p === p)?.normal ?? null
  const [low, high] = [at(0.1), at(0.9)]
  return low === null || high === null ? null : (high - low) / 2.56
}

type Moved = { readonly by: number; readonly error: number; readonly from: number }

const meanMoved = (column: ColumnProfile): Moved | null => {
  const sd = spread(column)
  if (!column.numbers || sd === null || column.rows.alert < 2) return null
  return {
    by: column.numbers.mean.alert - column.numbers.mean.normal,
    error: Math.max(sd, 1e-9) * Math.sqrt(1.3 / column.rows.alert),
    from: column.numbers.mean.normal,
  }
}

const nullsMoved = ({ nullRate: { alert, normal }, rows }: ColumnProfile): Moved | null =>
  rows.alert < 2
    ? null
    : {
        by: alert - normal,
        error: Math.sqrt((Math.max(alert * (1 - alert), normal * (1 - normal), 1 / rows.alert) * 1.3) / rows.alert),
        from: normal,
      }

/** Two columns exchanged in some rows move by the same amount, towards each other and no further; 1 at best. */
const fitOf = (a: Moved | null, b: Moved | null): number | null => {
  if (!a || !b || Math.abs(a.by) < fewestErrors * a.error || Math.abs(b.by) < fewestOfTheOther * b.error) return null
  const part = a.by / (b.from - a.from)
  if (!(part > 0 && part <= 1.1)) return 0
  const left = Math.max(0, Math.abs(a.by + b.by) - 2 * Math.hypot(a.error, b.error))
  return 1 - left / (Math.abs(a.by) + Math.abs(b.by))
}

/** Of the nulls that came, the share in whose rows the other column is null as well: exchanged rows would hold there what is missing here. */
const missingInBoth = (watched: ColumnProfile, other: ColumnProfile): number => {
  const { alert, normal } = watched.nullRate
  return other.nullWithTarget === null || alert <= normal
    ? 0
    : Math.max(0, Math.min(1, (other.nullWithTarget * alert - normal) / (alert - normal)))
}

/** A column that normal days hardly fill has nothing to give. */
const nearlyEmpty = 0.98

/** How well two null rates tell an exchange: of columns that can hold each other's values, and where one is null the other is not. */
const nullFit = (watched: ColumnProfile, other: ColumnProfile): number | null => {
  const fit = other.nullRate.normal < nearlyEmpty ? fitOf(nullsMoved(watched), nullsMoved(other)) : null
  return fit === null ? null : fit * (1 - missingInBoth(watched, other))
}

const meanFit = (watched: ColumnProfile, other: ColumnProfile) => fitOf(meanMoved(watched), meanMoved(other))

const kindOf = ({ focus: { table } }: Case, { column }: ColumnProfile) => {
  const found = findColumn(table, column)
  return found && isNumeric(found) ? 'number' : (found?.kind ?? null)
}

const profileSwaps = (state: Case, fitOfPair: typeof meanFit, what: string): readonly Swap[] => {
  const columns = (signalOf(state, 'profile')?.columns ?? []).filter(({ part }) => part === 'inside')
  const watched = columns.find(({ column }) => metricColumns(state.question.metric)[0] === column)
  if (!watched) return []
  return columns
    .filter(other => other !== watched && kindOf(state, other) === kindOf(state, watched))
    .flatMap(other => {
      const fit = fitOfPair(watched, other)
      return fit === null
        ? []
        : [
            {
              column: watched.column,
              other: other.column,
              fit,
              text: `The ${what} of ${watched.column} and ${other.column} moved towards each other; ${percent(Math.max(0, fit))} of it cancels out.`,
            },
          ]
    })
}

/** A shift moves values on by one column: what is new here is usual in the column beside, which need not get anything back. */
const borrowedFrom = (state: Case): readonly Swap[] => {
  const found = arrivals(state)
  if (!found || found.come === 0) return []
  const byLender = new Map<string, number>()
  for (const { borrowed, kin, rows } of found.newcomers)
    if (borrowed !== null && kin.kinship === 'none') byLender.set(borrowed, (byLender.get(borrowed) ?? 0) + rows)
  return [...byLender].map(([other, rows]) => ({
    column: found.column,
    other,
    fit: rows / found.come,
    text: `${percent(rows / found.come)} of the rows with a new value in ${found.column} hold values of ${other}.`,
  }))
}

/** The other column that explains best where the watched one's values come from; null where nothing was read. */
export const bestSwapped = (state: Case): Swap | null => {
  const kind = state.question.metric.kind
  const all =
    kind === 'nullRate'
      ? profileSwaps(state, nullFit, 'null rates')
      : kind === 'distinctCount' || kind === 'share'
        ? [...borrowedFrom(state), ...textSwaps(state)]
        : profileSwaps(state, meanFit, 'means')
  return all.length === 0 ? null : all.reduce((a, b) => (b.fit > a.fit ? b : a))
}

/** How well another column's values explain what came into the watched one. */
export const swapFit = (state: Case): Reading | null => {
  if (!signalOf(state, 'profile') && !signalOf(state, 'values')) return null
  const found = bestSwapped(state)
  return found ? { value: found.fit, text: found.text } : { value: 0, text: 'No other column moved the opposite way.' }
}
