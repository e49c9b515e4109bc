import { signalOf } from '../../investigation/state.ts'
import type { TableName } from '../../dataset/table.ts'
import type { Case } from '../../measure/planned.ts'
import { referencesOf } from '../../measure/references.ts'
import type { Reading } from '../fault.ts'
import { percent, whole } from './text.ts'

const keys = (state: Case) => signalOf(state, 'keys')
type Purity = NonNullable<ReturnType<typeof keys>>['purity'][number]

/** Gain in the share of rows that repeat a key. */
export const repeatedKeys = (state: Case): Reading | null => {
  const signal = keys(state)
  if (!signal) return null
  const { alert, normal } = signal.duplicateRate
  const by = signal.natural ? 'everything but ids and load times' : signal.key.join(', ')
  return {
    value: alert - normal,
    text: `Rows that repeat another one (by ${by}) went from ${percent(normal)} to ${percent(alert)}.`,
  }
}

/** The share of rows that repeat a key on normal days: most of them where it is none, but a number or a name that many rows have. */
export const usualRepeats = (state: Case): Reading | null => {
  const normal = keys(state)?.duplicateRate.normal
  return normal === undefined
    ? null
    : { value: normal, text: `On normal days ${percent(normal)} of the rows repeat another one.` }
}

/** Some groups are repeated and others are not. */
const isPart = ({ groups, repeatedGroups }: Purity) => repeatedGroups > 0 && repeatedGroups < groups * 0.75

const best = (list: readonly Purity[]) =>
  list.length === 0 ? null : list.reduce((a, b) => (b.purity > a.purity ? b : a))

const told = ({ by, role, purity, groups, repeatedGroups, contiguous, parent }: Purity): Reading => {
  if (role === 'parent')
    return {
      value: purity,
      text: `${parent?.name ?? `The parent of ${by}`} holds some keys more than once, and ${percent(purity)} of the repeated rows are theirs.`,
    }
  const row = role === 'hour' && contiguous ? ', one after another' : ''
  return {
    value: purity,
    text: `Grouped by ${by}, ${percent(purity)} of the copies are in groups repeated as a whole (${whole(repeatedGroups)} of ${whole(groups)} groups${row}).`,
  }
}

/** Columns whose values are looked up in a table that holds each of them once: no join repeats their rows. */
const lookedUpOnce = (state: Case): ReadonlySet<string> => {
  const repeating = new Set(
    (keys(state)?.purity ?? []).filter(({ role }) => role === 'parent' || role === 'version').map(({ by }) => by),
  )
  return new Set(
    referencesOf(state.focus)
      .map(({ column }) => column)
      .filter(column => !repeating.has(column)),
  )
}

const batches = (state: Case): Purity | null => {
  const all = keys(state)?.purity ?? []
  const once = lookedUpOnce(state)
  return best(
    all.filter(
      item =>
        item.role === 'batch' ||
        item.role === 'dimension' ||
        (item.role === 'hour' && item.contiguous) ||
        (item.role === 'reference' && once.has(item.by)),
    ),
  )
}

/** How far the copies fill whole batches: hours on end, load batches, or values of a dimension. */
export const wholeBatches = (state: Case): Reading | null => {
  const found = batches(state)
  return found && keys(state)?.copies ? told(found) : null
}

const followed = (state: Case): Purity | null => {
  const all = keys(state)?.purity ?? []
  const once = lookedUpOnce(state)
  const kept = all.filter(
    item => item.role !== 'hour' && item.role !== 'batch' && item.role !== 'version' && isPart(item),
  )
  // A name stands beside its key, and has the same rows: what is known of the key decides.
  return best([...kept.filter(({ by }) => once.has(by)), ...kept.filter(({ by }) => !once.has(by))])
}

const repeatedThere = 0.75

/** How far the copies follow the values of one column that refers to another table, beyond what batches explain. */
export const followsReference = (state: Case): Reading | null => {
  const signal = keys(state)
  if (!signal?.copies) return null
  const found = followed(state)
  // Where all of them are rows of keys that a parent repeats, they follow these, however many the keys are.
  const parent = followsParent(state)
  if (parent && parent.value >= repeatedThere) return parent
  if (!found) return { value: 0, text: 'The copies follow no reference.' }
  const hour = signal.purity.find(({ role }) => role === 'hour')
  if (hour?.contiguous && hour.purity >= 0.85 && isPart(hour))
    return { value: 0, text: 'The copies fill hours, whatever they refer to.' }
  if (lookedUpOnce(state).has(found.by))
    return {
      value: 0,
      text: `The copies are rows of some values of ${found.by}, and the table it refers to holds each of them once.`,
    }
  return told(found)
}

/** How well keys that a parent holds more than once tell the repeated rows from the others. */
export const followsParent = (state: Case): Reading | null => {
  const signal = keys(state)
  if (!signal?.copies) return null
  const found = best(signal.purity.filter(({ role }) => role === 'parent'))
  return found ? told(found) : { value: 0, text: 'No parent table holds one of these keys more than once.' }
}

/** The table that holds the keys of the repeated rows more than once, or in two versions at once, and nearly no other keys so. */
export const repeatingParent = (state: Case, role: 'parent' | 'version'): TableName | null => {
  const found = best((keys(state)?.purity ?? []).filter(item => item.role === role))
  return found !== null && found.purity >= 0.8 ? (found.parent ?? null) : null
}

/** How well keys that a parent holds more than once, or in two versions at once, tell the repeated rows: then a join made them. */
export const madeByJoin = (state: Case): Reading | null => {
  const signal = keys(state)
  if (!signal?.copies) return null
  const found = best(signal.purity.filter(({ role }) => role === 'parent' || role === 'version'))
  return found ? told(found) : { value: 0, text: 'No parent table holds one of these keys more than once.' }
}

/** Of the repeated keys, the share whose rows say the same and not only have the same key. */
export const sameContent = (state: Case): Reading | null => {
  const value = keys(state)?.sameContent ?? null
  return value === null
    ? null
    : { value, text: `The rows of ${percent(value)} of the repeated keys say the same in every number and text.` }
}

/** How well keys with two versions that hold at once tell the repeated rows: in a parent that keeps a history, or in this table. */
export const followsVersions = (state: Case): Reading | null => {
  const signal = keys(state)
  if (!signal?.copies) return null
  const found = best(signal.purity.filter(({ role }) => role === 'version'))
  // Versions of one thing differ; rows that say the same were delivered again.
  const own = (signal.sameContent ?? 0) < 0.5 ? (signal.overlapping ?? null) : null
  if (own !== null && own >= (found?.purity ?? 0))
    return { value: own, text: `Of the repeated keys ${percent(own)} have versions that hold at the same time.` }
  if (!found) return { value: 0, text: 'No history has two versions of these keys that hold at the same time.' }
  return {
    value: found.purity,
    text: `The history behind ${found.by} has versions that hold at the same time, and ${percent(found.purity)} of the repeated rows are of those keys.`,
  }
}

/** The column whose values decide how often a row is there. */
export const followedColumn = (state: Case): string | null => followed(state)?.by ?? null

/** The best explanation of which rows are repeated, by anything; low when it is chance. */
export const anyPurity = (state: Case): Reading | null => {
  const signal = keys(state)
  if (!signal?.copies) return null
  const found = best(signal.purity)
  return found && told(found)
}

/** Distinct keys over those of the normal days. */
export const distinctKeys = (state: Case): Reading | null => {
  const signal = keys(state)
  if (!signal || signal.distinct.normal <= 0) return null
  const value = signal.distinct.alert / signal.distinct.normal
  return { value, text: `Distinct keys are ${percent(value)} of those expected.` }
}

/** The share of repeated keys that have the usual number of copies. */
export const sameCopies = (state: Case): Reading | null => {
  const copies = keys(state)?.copies
  return copies
    ? { value: copies.share, text: `${percent(copies.share)} of the repeated keys are there ${copies.mode} times.` }
    : null
}
