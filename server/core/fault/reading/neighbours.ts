import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { referencesOf } from '../../measure/references.ts'
import type { Pair } from '../../measure/pair.ts'
import { isToldByContent } from '../../measure/toldByContent.ts'
import { feeds } from '../../measure/upstream.ts'
import type { Reading } from '../fault.ts'
import { repeatedKeys } from './copies.ts'
import { missingInEmptyHours, rowRatio } from './rows.ts'
import { percent } from './text.ts'

/** Counts of neighbours differ by as much without a cause. */
const leastMove = 0.1

/** A table that this one is made from, or that is made from it, moves with it whatever happens. */
const isKin = ({ focus }: Case, name: string) =>
  focus.parents.some(
    parent =>
      parent.name.name === name &&
      (feeds(parent, focus.table) || feeds(focus.table, parent) || isToldByContent(focus, parent.name)),
  )

/** What rows refer to, and has far fewer rows a day: how many things are made anew says little of how much happens with them. */
const isRegister = (state: Case, { table, rows }: { readonly table: string; readonly rows: Pair }) =>
  rows.normal < fewerThan * (signalOf(state, 'series')?.rows.normal ?? 0) &&
  referencesOf(state.focus).some(({ parent }) => parent.name.name === table)
const fewerThan = 0.5

/** How differently the neighbouring tables moved, as a share of how far this one did: 0 when all changed by the same factor, 1 when they did not change. */
export const neighboursApart = (state: Case): Reading | null => {
  const own = Math.log(Math.max(rowRatio(state), 0.01))
  const distance = (ratio: number) => Math.abs(Math.log(Math.max(ratio, 0.01)) - own)
  const ratios = (signalOf(state, 'siblings')?.tables ?? [])
    .filter(sibling => sibling.rows.normal >= 20 && !isRegister(state, sibling))
    .map(({ table, rows }) => ({ table, ratio: rows.alert / rows.normal }))
    .filter(({ table, ratio }) => distance(ratio) > 0.5 * Math.abs(own) || !isKin(state, table))
  if (ratios.length === 0) return null
  const apart = ratios.map(({ ratio }) => distance(ratio)).toSorted((a, b) => a - b)
  return {
    value: (apart[Math.ceil((apart.length - 1) / 2)] ?? 0) / Math.max(Math.abs(own), leastMove),
    text: `This table has ${percent(rowRatio(state))} of its rows; ${ratios.map(({ table, ratio }) => `${table} ${percent(ratio)}`).join(', ')}.`,
  }
}

/** How much of what this table lacks its neighbours have, at the one that has most: 1 where it goes on as usual while this table stands still, 0 where it ends as early. */
export const othersGoOn = (state: Case): Reading | null => {
  const tables = (signalOf(state, 'siblings')?.tables ?? []).filter(({ rows }) => rows.normal >= 20)
  const own = rowRatio(state)
  if (tables.length === 0 || own >= 0.95) return null
  const best = tables
    .map(({ table, rows }) => ({ table, ratio: rows.alert / rows.normal }))
    .reduce((a, b) => (b.ratio > a.ratio ? b : a))
  return {
    value: Math.max(0, Math.min(1, (best.ratio - own) / (1 - own))),
    text: `This table has ${percent(own)} of its rows; ${best.table} ${percent(best.ratio)}.`,
  }
}

/** Whether the nearest table upstream lacks distinctly fewer of its rows: where the day is not over all tables end early, and one that is behind that is late by itself. */
export const isBehindItsSource = (state: Case): boolean => {
  const [nearest] = signalOf(state, 'upstream')?.tables ?? []
  return (
    nearest !== undefined &&
    nearest.rows.normal >= 20 &&
    1 - nearest.rows.alert / nearest.rows.normal < lateBy * (1 - rowRatio(state))
  )
}
const lateBy = 0.96

/** How many things are broken that no change in the business breaks: repeated keys, empty hours. */
export const brokenThings = (state: Case): Reading | null => {
  const repeats = (repeatedKeys(state)?.value ?? 0) > 0.01 ? ['repeated keys'] : []
  const gaps = (missingInEmptyHours(state)?.value ?? 0) > 0.5 ? ['empty hours'] : []
  const broken = [...repeats, ...gaps]
  return {
    value: broken.length,
    text: broken.length === 0 ? 'No keys repeated and no hours empty.' : `Found ${broken.join(' and ')}.`,
  }
}
