import { addDays, dayText } from '../../shared/calendar.ts'
import { answerRows, type Row } from '../answerRows.ts'
import { lensOf } from '../lens.ts'
import { locatedSegments } from '../located.ts'
import type { Case, Scan } from '../planned.ts'
import { rowKinds } from '../rowKinds.ts'
import type { Dialect } from '../dialect.ts'
import type { OnsetSignal } from '../signal.ts'
import { segmentsSql, tableSql } from '../sql.ts'
import { localTimeSql, spanSql, windowsOf, type Span } from '../windows.ts'
import { hours } from './hours.ts'
import { keys } from './keys.ts'
import { profile } from './profile.ts'
import { references } from './references.ts'

/** A change may have begun some days before it shows in the metric of the whole table. */
const daysBefore = 2
const mostKinds = 50

const firstDay = ({ question, anomaly }: Case) => addDays(anomaly.onset?.at.slice(0, 10) ?? question.day, -daysBefore)
const normalDays = ({ question, anomaly }: Case) =>
  windowsOf(question, anomaly).normal.map(({ from }) => from.slice(0, 10))

const wholeDay = (day: string): Span => ({ from: `${day}T00`, to: `${addDays(day, 1)}T00` })
const spansOf = (state: Case): readonly Span[] => [
  { ...wholeDay(state.question.day), from: `${firstDay(state)}T00` },
  ...normalDays(state).map(wholeDay),
]
const localOf = (state: Case, dialect: Dialect) => localTimeSql(spansOf(state), { ...state, dialect })

const kindsOf = (state: Case, dialect: Dialect) =>
  state.focus.timeColumn && rowKinds(state, { dialect, window: dialect.truncated('day', localOf(state, dialect)) })

/** New values are told by themselves; where they come from adds nothing. */
const confined = (state: Case) => {
  const lens = lensOf(state)
  return lens.model === 'rate' && lens.flag.kind === 'changed' ? [] : locatedSegments(state)
}

const hourText = (row: Row) => row.text('h')?.slice(0, 13).replace(' ', 'T') ?? ''

/** Scans of the table in one investigation; series, values and segments are always among them. */
const mostScans = 6
const always = 3

const others = (state: Case) =>
  [hours, keys, profile, references].filter(
    scan => state.predictions.some(prediction => prediction.scan === scan.name) && scan.applies(state),
  ).length

/** Rows of the located segments by hour and kind, around the onset and on normal days: the hour since which they are other rows than usual. */
export const onset: Scan = {
  name: 'onset',
  after: ['values', 'segments', 'profile'],
  applies: state => {
    const { timeColumn } = state.focus
    const lens = lensOf(state)
    if (always + others(state) >= mostScans) return false
    return (
      timeColumn !== null &&
      timeColumn.kind !== 'date' &&
      lens.model !== 'count' &&
      !(lens.model === 'rate' && lens.flag.kind === 'changed' && lens.flag.values === undefined)
    )
  },
  plan: (state, dialect) => {
    const { focus, question } = state
    const scope = { question, focus, dialect }
    const kinds = kindsOf(state, dialect)
    const spans = spansOf(state)
    const inside = segmentsSql(confined(state), focus.table.columns, dialect)
    const columns = [
      `${focus.timeColumn ? dialect.truncated('hour', localOf(state, dialect)) : dialect.noTime} AS h`,
      `CASE WHEN ${inside} THEN 1 ELSE 0 END AS inside`,
      ...(kinds?.columns ?? []),
    ]
    return {
      purpose: `Rows by hour around ${dayText(firstDay(state))} and on normal days, by what changed`,
      maxRows: (spans.length + 10) * 24 * 2 * mostKinds,
      sql:
        `WITH r AS (SELECT ${columns.join(', ')} FROM ${tableSql(focus.table.name)} WHERE ${spans.map(span => `(${spanSql(span, scope)})`).join(' OR ')}), ` +
        `s AS (SELECT h, inside, ${kinds?.kind ?? '0'} AS kind FROM r) SELECT h, inside, kind, count(*) AS n FROM s GROUP BY h, inside, kind`,
    }
  },
  read: (state, answer): OnsetSignal => {
    const rows = answerRows(answer).map(row => ({
      at: hourText(row),
      inside: row.count('inside') === 1,
      kind: row.count('kind'),
      rows: row.count('n'),
    }))
    const count = 1 + Math.max(0, ...rows.map(({ kind }) => kind))
    const normal = new Set(normalDays(state))
    const days = Math.max(1, normal.size)
    const of = (list: typeof rows) => list.reduce((total, item) => total + (item.inside ? item.rows : 0), 0)
    const alert = of(rows.filter(({ at }) => at.startsWith(state.question.day)))
    // Where the segment itself is new, it is among all rows that it shows when it came.
    const isNew = of(rows.filter(({ at }) => normal.has(at.slice(0, 10)))) / days < alert / 10
    const byKind = (list: typeof rows) => {
      const kinds = Array.from({ length: count + (isNew ? 1 : 0) }, () => 0)
      for (const item of list) {
        const place = item.inside ? item.kind : isNew ? count : -1
        if (place >= 0) kinds[place] = (kinds[place] ?? 0) + item.rows
      }
      return kinds
    }
    const near = rows.filter(({ at }) => at >= firstDay(state) && at < addDays(state.question.day, 1))
    const hours = [...new Set(near.map(({ at }) => at))].toSorted()
    return {
      scan: 'onset',
      hours: hours.map(at => ({ at, kinds: byKind(near.filter(item => item.at === at)) })),
      usual: Array.from({ length: 24 }, (_, hour) =>
        byKind(rows.filter(({ at }) => normal.has(at.slice(0, 10)) && Number(at.slice(11, 13)) === hour)),
      ),
    }
  },
}
