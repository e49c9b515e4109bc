import { findColumn } from '../../dataset/schemaContext.ts'
import type { TableName } from '../../dataset/table.ts'
import { signalOf } from '../../investigation/state.ts'
import { placeOf } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import { referencesOf } from '../../measure/references.ts'
import { upstreamOf } from '../../measure/upstream.ts'
import { versionColumns } from '../../measure/versions.ts'
import type { Reading } from '../fault.ts'
import { arrivalsIn, newRowsIn } from './newcomers.ts'
import { percent } from './text.ts'

const all = (state: Case) => signalOf(state, 'references')?.references ?? []
export const hasReferences = ({ focus }: Case) => referencesOf(focus).length > 0

/** Whether a table that is looked up keeps a history. */
export const hasHistory = ({ focus }: Case) =>
  focus.timeColumn !== null && referencesOf(focus).some(({ parent }) => versionColumns(parent) !== null)

type Reference = ReturnType<typeof all>[number]

/** Orphans beyond the usual; all of them where they are what is null, for a parent deleted makes orphans of old rows too. */
const gain = ({ orphanRate, orphanWithTarget }: Reference) =>
  (orphanWithTarget ?? 0) >= 0.8 ? orphanRate.alert : orphanRate.alert - orphanRate.normal

/** The reference whose orphans matter most. */
export const worstReference = (state: Case): Reference | null => {
  const list = all(state)
  return list.length === 0 ? null : list.reduce((a, b) => (gain(b) > gain(a) ? b : a))
}

export const orphanGain = (state: Case): Reading | null => {
  const found = worstReference(state)
  if (!found) return null
  const { alert, normal } = found.orphanRate
  return {
    value: gain(found),
    text: `Keys in ${found.column} that ${found.parent} does not hold: ${percent(alert)} of the rows, ${percent(normal)} on normal days.`,
  }
}

/** Enough orphans to say what they are like. */
const grown = (state: Case) => {
  const found = worstReference(state)
  return found && gain(found) > 0.002 ? found : null
}

/** Of the orphans, the share that are known keys of this table written otherwise ('13.0' for '13'), with one of them. */
const rewritten = (state: Case, { column, orphanRate }: Reference) => {
  const found = arrivalsIn(state, column)
  const kin = (found?.newcomers ?? []).filter(
    ({ kin: { kinship, known } }) => known !== null && (kinship === 'format' || kinship === 'spelling'),
  )
  const [first] = kin
  if (!found || !first || orphanRate.alert <= orphanRate.normal) return null
  const rows = kin.reduce((sum, item) => sum + item.rows, 0)
  return {
    value: Math.min(1, rows / Math.max(found.rows, 1) / (orphanRate.alert - orphanRate.normal)),
    text: `'${first.value}' for '${first.kin.known ?? ''}'`,
  }
}

/** Of the orphans, the share that a change of case, spaces or leading zeros would repair, or that are known keys of this table written otherwise. */
export const repairable = (state: Case): Reading | null => {
  const found = grown(state)
  if (!found) return null
  const other = rewritten(state, found)
  if (other && other.value > found.repairedShare)
    return {
      value: other.value,
      text: `${percent(other.value)} of them are known keys written otherwise: ${other.text}.`,
    }
  return {
    value: found.repairedShare,
    text: `${percent(found.repairedShare)} of them match ${found.parent} once case, spaces and leading zeros are ignored.`,
  }
}

/** Of the null rows, the share whose key is an orphan. */
export const nullsAreOrphans = (state: Case): Reading | null => {
  const known = all(state).flatMap(item =>
    item.orphanWithTarget === null ? [] : [{ ...item, share: item.orphanWithTarget }],
  )
  if (known.length === 0) return null
  const best = known.reduce((a, b) => (b.share > a.share ? b : a))
  return {
    value: best.share,
    text: `${percent(best.share)} of the null rows have a ${best.column} that ${best.parent} does not hold.`,
  }
}

/** Of the orphans, the share beyond the parent's newest key: the parent is late. */
export const beyondParent = (state: Case): Reading | null => {
  const found = grown(state)
  return (
    found && {
      value: found.beyondShare,
      text: `${percent(found.beyondShare)} of them are beyond the newest key of ${found.parent}.`,
    }
  )
}

/** The reference whose history has gaps that tell the null rows best. */
const bestGaps = (state: Case) => {
  const known = all(state).flatMap(({ gap, ...item }) =>
    gap ? [{ ...item, ...gap, purity: Math.min(gap.ofNulls, gap.nulls) }] : [],
  )
  return known.length === 0 ? null : known.reduce((a, b) => (b.purity > a.purity ? b : a))
}

/** Of the keys without a parent, the share that this table did not know either: then it is they that changed, and not the parent. */
export const unknownBefore = (state: Case): Reading | null => {
  const found = grown(state)
  const fresh = found && newRowsIn(state, found.column)
  if (!found || fresh === null) return null
  const value = Math.min(1, fresh / Math.max(gain(found), 1e-9))
  return { value, text: `${percent(value)} of them are values that ${found.column} did not have before.` }
}

/** How well the gaps of a history, in which no version of a key holds, tell the null rows from the others. */
export const nullsInGaps = (state: Case): Reading | null => {
  const best = bestGaps(state)
  if (!best) return null
  const text = `${percent(best.ofNulls)} of the null rows fall between two versions of their ${best.column} in ${best.parent}, or outside of them; ${percent(best.nulls)} of the rows that do are null.`
  return { value: best.purity, text }
}

const parentNamed = ({ focus }: Case, name: string | undefined): TableName | null =>
  focus.parents.find(table => table.name.name === name)?.name ?? null

/** The history whose gaps tell the null rows. */
export const historyWithGaps = (state: Case): TableName | null => parentNamed(state, bestGaps(state)?.parent)

/** Of the rows of a place that is told by no key, so many without a parent are keys of another kind, and no parents that are late; of all rows, so many. */
const wholePlace = 0.8
const mostOfAll = 0.6
const mostBefore = 0.2

const areRenumbered = (state: Case, { column, orphanRate, orphanWithTarget }: Reference): boolean => {
  const causes = placeOf(state)?.causes ?? []
  // Where as many keys of normal days are not there any more either, it is the parent that lost them.
  if ((orphanWithTarget ?? 0) < wholePlace || orphanRate.normal >= mostBefore) return false
  return causes.length === 0
    ? orphanRate.alert >= mostOfAll
    : causes.every(({ segment, observed }) => observed >= wholePlace && segment.every(item => item.column !== column))
}

/** A parent that is late lacks many; so few new codes are kinds that somebody sends and nobody has entered. */
const fewCodes = 2

/** Whether the keys without a parent are one or two codes that this table did not have before. */
const areNewCodes = (state: Case, { column }: Reference): boolean => {
  const fresh = arrivalsIn(state, column)?.newcomers.length ?? 0
  return (
    fresh > 0 &&
    fresh <= fewCodes &&
    (unknownBefore(state)?.value ?? 0) >= wholePlace &&
    findColumn(state.focus.table, column)?.kind === 'text'
  )
}

/** The table that lacks the keys; where all keys of a place are none of its own, or are new codes, the farthest table that the rows come from with them. */
export const originOfOrphans = (state: Case): TableName | null => {
  const found = grown(state)
  if (!found || !(areRenumbered(state, found) || areNewCodes(state, found))) return parentNamed(state, found?.parent)
  const farthest = upstreamOf(state.focus, { kind: 'nullRate', column: found.column }).at(-1)
  return farthest?.table.name ?? state.focus.table.name
}
