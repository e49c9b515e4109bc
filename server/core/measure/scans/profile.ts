import { findColumn } from '../../dataset/schemaContext.ts'
import type { Column } from '../../dataset/table.ts'
import { metricColumns } from '../../metric/metric.ts'
import { dayText } from '../../shared/calendar.ts'
import { answerRows, columnPlaces } from '../answerRows.ts'
import { signalOf } from '../../investigation/state.ts'
import { columnMeasures, readColumn } from '../columnMeasures.ts'
import type { Dialect, Sql } from '../dialect.ts'
import { jointMeasures, readJoint } from '../jointProfile.ts'
import { isNewEveryDay } from '../everyDay.ts'
import { watchesNulls } from '../lens.ts'
import { levelsOf } from '../levelMeasures.ts'
import { locatedSegments } from '../located.ts'
import { strangeOf } from '../numberSentinels.ts'
import type { Case, PlannedQuery, Scan } from '../planned.ts'
import type { ProfileScope } from '../profileSource.ts'
import { scaleOf } from '../scale.ts'
import { quote, segmentsSql, tableSql, textSql } from '../sql.ts'
import { windowsOf, windowsSql } from '../windows.ts'
import { withRanks } from '../withRanks.ts'

const widest = 40

/** The columns profiled: all of them, the watched one first, cut where the table is wider than one statement should be. */
export const profiledColumns = ({ focus, question }: Case): readonly Column[] => {
  const watched = metricColumns(question.metric)
  const first = focus.table.columns.filter(({ name }) => watched.includes(name))
  return [...first, ...focus.table.columns.filter(({ name }) => !watched.includes(name))].slice(0, widest)
}

export const profileScope = (state: Case): Omit<ProfileScope, 'dialect'> => {
  const [watched] = metricColumns(state.question.metric)
  return {
    watched: watched === undefined ? null : findColumn(state.focus.table, watched),
    // Joint nulls are asked for only where nulls are what the case is about.
    nullable: watchesNulls(state),
    unlisted: new Set(unlisted(state)),
    named: named(state),
    asked: new Set(state.predictions.filter(({ scan }) => scan === 'profile').map(({ hypothesis }) => hypothesis)),
    usual: usualOf(state),
    strange: strangeOf(state),
    levels: levelsOf(state),
  }
}

const mostNamed = 24

const named = (state: Case): readonly string[] => {
  const [watched] = metricColumns(state.question.metric)
  const values = signalOf(state, 'values')?.columns.find(({ column }) => column === watched)?.values ?? []
  return locatedSegments(state).length === 0 ? [] : values.flatMap(({ value }) => value ?? []).slice(0, mostNamed)
}

const mostUnlisted = 8

const unlisted = (state: Case): readonly string[] => {
  const values = signalOf(state, 'values')?.columns ?? []
  const listed = new Set(values.map(({ column }) => column))
  // Dates are new every day, and what changes its format most often.
  const turning = new Set(values.filter(item => isNewEveryDay(item.values)).map(({ column }) => column))
  const texts = profiledColumns(state)
    .filter(({ name, kind }) => kind === 'text' && (!listed.has(name) || turning.has(name)))
    .map(({ name }) => name)
  return texts.toSorted((a, b) => Number(turning.has(b)) - Number(turning.has(a))).slice(0, mostUnlisted)
}

const usualOf = (state: Case): ProfileScope['usual'] => {
  const extremes = signalOf(state, 'series')?.extremes
  return extremes ? { low: extremes.low.normal, high: extremes.high.normal } : null
}

/** The column as it is profiled: what counts as text may be a type of its own (a UUID, an enum) that knows no text functions. */
const profiled = (column: Column, dialect: Dialect): Sql =>
  column.kind === 'text' ? `${textSql(column, dialect)} AS ${quote(column.name)}` : quote(column.name)

/** Of a query of ours the guard reads 64 KiB; the last spelling of quotes and times may add to it. */
const longest = 56 * 1024
/** Beyond ASCII a character takes three bytes, or four for two units. */
const bytesOf = (sql: Sql) => sql.length + 2 * (sql.match(/[^ -~]/g)?.length ?? 0)
const step = 2

/** The profile of as many columns as one query can be read with. */
const fitting = (state: Case, dialect: Dialect, most: number): PlannedQuery => {
  const planned = planOf(state, dialect, profiledColumns(state).slice(0, most))
  return bytesOf(planned.sql) <= longest || most <= step ? planned : fitting(state, dialect, most - step)
}

const planOf = (state: Case, dialect: Dialect, columns: readonly Column[]): PlannedQuery => {
  const { focus, question, anomaly } = state
  const windows = windowsOf(question, anomaly)
  const sql = windowsSql({ ...windows, placebo: [] }, { question, focus, dialect })
  const inside = segmentsSql(locatedSegments(state), focus.table.columns, dialect)
  const ranked = withRanks(dialect, ['our_window', 'our_part'])
  const aggregates = columns.flatMap((column, index) =>
    columnMeasures(column, `c${index}_`, { ...profileScope(state), dialect: ranked.dialect }),
  )
  const joint = jointMeasures(state, ranked.dialect)
  const jointText = [...joint.columns, ...joint.aggregates].join(' ')
  // What the joint profile is made of may lie behind the columns that are profiled.
  const more = focus.table.columns.filter(
    column =>
      !columns.includes(column) && (column.name === focus.timeColumn?.name || jointText.includes(quote(column.name))),
  )
  const read = focus.timeColumn?.readAs
  const selected = [
    ...[...columns, ...more].map(column => profiled(column, dialect)),
    ...(read === undefined ? [] : [quote(read)]),
  ]
  const measures = ['our_window AS w', 'our_part AS inside', 'count(*) AS n', ...aggregates, ...joint.aggregates]
  return {
    purpose: `Profile of ${columns.length} columns: ${dayText(question.day)} against normal days`,
    maxRows: 4,
    sql:
      `WITH r AS (SELECT ${sql.code} AS our_window, CASE WHEN ${inside} THEN 1 ELSE 0 END AS our_part, ${selected.join(', ')} ` +
      `FROM ${tableSql(focus.table.name)} WHERE ${sql.where})` +
      // What is made of the rows around a row needs the window and the part as columns first.
      `${joint.columns.length === 0 ? '' : `, j AS (SELECT r.*, ${joint.columns.join(', ')} FROM r)`} ` +
      `SELECT ${measures.join(', ')} FROM ${ranked.from(joint.columns.length === 0 ? 'r' : 'j')} GROUP BY our_window, our_part`,
  }
}

/** Every column in both windows, inside the located segments and outside: nulls, quantiles, signs, sentinels, formats. */
export const profile: Scan = {
  name: 'profile',
  after: ['values', 'segments'],
  applies: () => true,
  plan: (state, dialect) => fitting(state, dialect, widest),
  read: (state, answer) => {
    const rows = answerRows(answer)
    const scale = scaleOf(state)
    const scope = profileScope(state)
    const place = columnPlaces(answer)
    const asked = profiledColumns(state).filter((_, index) => place(`c${index}_has`) !== undefined)
    const of = (window: number, inside: number) =>
      rows.find(row => row.count('w') === window && row.count('inside') === inside)
    return {
      scan: 'profile',
      joint: readJoint(state, { alert: of(0, 1), normal: of(1, 1) }),
      columns: (
        [
          ['inside', 1],
          ['outside', 0],
        ] as const
      ).flatMap(([part, inside]) => {
        const pair = { alert: of(0, inside), normal: of(1, inside) }
        if (!pair.alert && !pair.normal) return []
        return asked.map((column, index) => readColumn({ column, part, prefix: `c${index}_`, scope, scale, ...pair }))
      }),
    }
  },
}
