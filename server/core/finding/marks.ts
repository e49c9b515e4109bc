import { watched } from '../fault/reading/columns.ts'
import { bestSwap } from '../fault/reading/recode.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import { findColumn } from '../dataset/schemaContext.ts'
import { isNumeric } from '../dataset/table.ts'
import type { Sql } from '../measure/dialect.ts'
import { locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import type { ColumnProfile, Pair } from '../measure/signal.ts'
import { literal, quote } from '../measure/sql.ts'
import type { Segment } from './finding.ts'

/** Rows that show the fault by their own values: the condition, the segments it is counted in, how many there are in the window, and how many of them are usual. */
export type Mark = { readonly where: Sql; readonly segments: readonly Segment[]; readonly rows: number; readonly usual: number }

const filled = ({ rows, nullRate }: ColumnProfile): Pair => ({ alert: rows.alert * (1 - nullRate.alert), normal: rows.normal * (1 - nullRate.normal) })

/** The rate inside the located segments as rows of the alert's window. */
const counted = (state: Case, profile: ColumnProfile, rate: Pair) => {
  const { alert } = filled(profile)
  return { segments: locatedSegments(state), rows: Math.round(alert * rate.alert), usual: alert * rate.normal }
}

/** The placeholder whose share grew most, in the watched column. */
export const placeholderOf = (state: Case): { readonly column: string; readonly value: string; readonly rate: Pair } | null => {
  const profile = watched(state)
  if (!profile) return null
  const zero = profile.numbers ? [{ value: '0', rate: profile.numbers.zeroRate }] : []
  // The first of the texts is all of them together.
  const all = [...zero, ...profile.numbers?.sentinels ?? [], ...(profile.texts?.sentinels ?? []).slice(1)]
  const best = all.toSorted((a, b) => (b.rate.alert - b.rate.normal) - (a.rate.alert - a.rate.normal))[0]
  return best ? { column: profile.column, ...best } : null
}

const placeholderMark = (state: Case): Mark | null => {
  const profile = watched(state)
  const found = placeholderOf(state)
  const column = found && findColumn(state.focus.table, found.column)
  if (!profile || !found || !column) return null
  return { where: `${quote(found.column)} = ${isNumeric(column) ? found.value : literal(found.value)}`, ...counted(state, profile, found.rate) }
}

/** Values that lost their minus can be told only where nearly all had one; values that gained one always. */
const signMark = (state: Case): Mark | null => {
  const profile = watched(state)
  if (!profile?.numbers) return null
  const { negativeRate, zeroRate } = profile.numbers
  const name = quote(profile.column)
  if (negativeRate.alert > negativeRate.normal) return { where: `${name} < 0`, ...counted(state, profile, negativeRate) }
  if (negativeRate.normal < 0.9) return null
  const positive = { alert: 1 - negativeRate.alert - zeroRate.alert, normal: 1 - negativeRate.normal - zeroRate.normal }
  return { where: `${name} > 0`, ...counted(state, profile, positive) }
}

const swapMark = (state: Case): Mark | null => {
  const swap = bestSwap(state)
  return swap && { where: `${quote(swap.column)} = ${literal(swap.found)}`, segments: [], rows: Math.round(swap.come), usual: 0 }
}

const marks: Partial<Readonly<Record<FaultKind, (state: Case) => Mark | null>>> = {
  sentinelValues: placeholderMark, signFlip: signMark, valueRecoded: swapMark,
}

/** What marks the affected rows, where the kind of fault says more about them than the metric does. */
export const markOf = (state: Case, kind: FaultKind | null): Mark | null => kind === null ? null : marks[kind]?.(state) ?? null
