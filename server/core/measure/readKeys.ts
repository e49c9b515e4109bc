import type { Answer } from '../ports/dataSource.ts'
import { answerRows, type Row } from './answerRows.ts'
import { readCrowds } from './crowds.ts'
import { groupings, identityColumns, naturalColumns } from './keyColumns.ts'
import type { Case } from './planned.ts'
import { referencesOf, type Reference } from './references.ts'
import { scaleOf } from './scale.ts'
import { watchedKey } from './series.ts'
import type { KeysSignal } from './signal.ts'
import type { Pair } from './pair.ts'

type Kind = 'by_identity' | 'by_content'

/** An hour counts as repeated when nearly all of its keys are. */
const wholeHour = 0.8
const enough = 0.003
/** A column that repeats more than this on normal days is no key, however nearly unique it looked. */
const usuallyRepeated = 0.01

/** Reads the answer of the keys scan: by the identifying key where that repeats, else by everything the row says. */
export const readKeys = (state: Case, answer: Answer): KeysSignal => {
  const rows = answerRows(answer)
  const rateOf = (kind: Kind): Pair => ({ alert: rate(total(rows, kind, 0)), normal: rate(total(rows, kind, 1)) })
  const identity = rateOf('by_identity')
  const natural = rateOf('by_content')
  const isKey = watchedKey(state.question, state.focus).length > 0 || identity.normal <= usuallyRepeated
  const kind: Kind =
    isKey && (identity.alert - identity.normal >= enough || natural.alert - natural.normal < enough)
      ? 'by_identity'
      : 'by_content'
  const alert = total(rows, kind, 0)
  const normal = total(rows, kind, 1)
  return {
    scan: 'keys',
    key: kind === 'by_identity' ? identityColumns(state) : naturalColumns(state),
    natural: kind === 'by_content',
    duplicateRate: kind === 'by_identity' ? identity : natural,
    distinct: { alert: alert?.count('key_count') ?? 0, normal: (normal?.count('key_count') ?? 0) * scaleOf(state) },
    copies: copies(alert),
    purity: [
      hourly(rows, kind),
      ...groupings(state).map((grouping, index) => by(rows, kind, { ...grouping, index })),
      ...referencesOf(state.focus).flatMap((reference, index) => [
        ...parent(rows, kind, { ...reference, index, role: 'parent' }),
        ...parent(rows, kind, { ...reference, index, role: 'version' }),
      ]),
    ],
    crowds: readCrowds(state, answer),
    overlapping: shareOf(rows, { kind, part: 'versions' }),
    sameContent: shareOf(rows, { kind, part: 'same' }),
  }
}

const total = (rows: readonly Row[], kind: Kind, window: number) =>
  rows.find(row => row.text('kind') === kind && row.text('part') === 'total' && row.count('w') === window)

const rate = (row: Row | undefined) =>
  row && row.count('row_count') > 0 ? row.count('extra') / row.count('row_count') : 0

const copies = (row: Row | undefined): KeysSignal['copies'] => {
  const repeated = row?.count('repeated') ?? 0
  if (!row || repeated === 0) return null
  const twos = row.count('twos')
  const threes = row.count('threes')
  const more = repeated - twos - threes
  const most = Math.max(twos, threes, more)
  return { mode: most === twos ? 2 : most === threes ? 3 : 4, share: most / repeated }
}

/** Whether the copies fill whole hours, one after another, and leave the others alone. */
const hourly = (rows: readonly Row[], kind: Kind): KeysSignal['purity'][number] => {
  const hours = rows
    .filter(row => row.text('kind') === kind && row.text('part') === 'hour' && row.text('h') !== null)
    .toSorted((a, b) => ((a.text('h') ?? '') < (b.text('h') ?? '') ? -1 : 1))
  const share = (row: Row) => (row.count('key_count') > 0 ? row.count('repeated') / row.count('key_count') : 0)
  const all = hours.reduce((sum, row) => sum + row.count('repeated'), 0)
  const places = hours.flatMap((row, index) => (share(row) >= wholeHour ? [index] : []))
  const purity = all > 0 ? hours.reduce((sum, row) => sum + row.count('repeated') * share(row), 0) / all : 0
  return {
    by: 'hour',
    role: 'hour',
    purity,
    groups: hours.length,
    repeatedGroups: hours.filter(row => row.count('repeated') > 0).length,
    contiguous: places.length > 0 && (places.at(-1) ?? 0) - (places[0] ?? 0) === places.length - 1,
  }
}

const by = (
  rows: readonly Row[],
  kind: Kind,
  { column, role, index }: { column: string; role: 'batch' | 'reference' | 'dimension'; index: number },
) => {
  const row = rows.find(item => item.text('kind') === kind && item.text('part') === `by${index}`)
  return {
    by: column,
    role,
    purity: row?.count('purity') ?? 0,
    groups: row?.count('key_count') ?? 0,
    repeatedGroups: row?.count('repeated') ?? 0,
    contiguous: false,
  }
}

/** Of the repeated keys, the share that a part counted; null where it was not asked for, or none is repeated. */
const shareOf = (rows: readonly Row[], { kind, part }: { kind: Kind; part: string }): number | null => {
  const row = rows.find(item => item.text('kind') === kind && item.text('part') === part)
  return row && row.count('repeated') > 0 ? row.count('row_count') / row.count('repeated') : null
}

type ParentPart = Reference & { readonly index: number; readonly role: 'parent' | 'version' }

/** How well keys that a parent holds more than once, or in two versions at once, tell the repeated rows from the others. */
const parent = (
  rows: readonly Row[],
  kind: Kind,
  { column, parent: table, index, role }: ParentPart,
): readonly KeysSignal['purity'][number][] => {
  const row = rows.find(item => item.text('kind') === kind && item.text('part') === `${role}${index}`)
  const repeated = row?.count('repeated') ?? 0
  const explained = row?.count('row_count') ?? 0
  if (!row || repeated === 0 || explained === 0) return []
  const purity = Math.min(explained / repeated, explained / (explained + row.count('extra')))
  return [
    {
      by: column,
      role,
      purity,
      groups: row.count('key_count'),
      repeatedGroups: repeated,
      contiguous: false,
      parent: table.name,
    },
  ]
}
