import { findColumn } from '../../dataset/schemaContext.ts'
import { metricColumns } from '../../metric/metric.ts'
import { dayText } from '../../shared/calendar.ts'
import { answerRows } from '../answerRows.ts'
import type { Dialect, Sql } from '../dialect.ts'
import { keyText } from '../keyText.ts'
import { nullsMatter } from '../lens.ts'
import type { Case, Scan } from '../planned.ts'
import { referencesOf, type Reference } from '../references.ts'
import { countIf, quote, tableSql } from '../sql.ts'
import { versionColumns, versionGaps } from '../versions.ts'
import { windowsOf, windowsSql } from '../windows.ts'
import { momentSql } from '../timeSql.ts'

/** A key without what formats add to it: case, spaces, leading zeros. */
const bare = (text: Sql, dialect: Dialect) => dialect.unpadded(`lower(trim(${text}))`)

/** `whole` where both sides are whole numbers, so that one can lie beyond all others. */
type Key = Reference & { readonly whole: boolean }

const keysOf = ({ focus }: Case): readonly Key[] =>
  referencesOf(focus).map(reference => {
    const sides = [findColumn(focus.table, reference.column), findColumn(reference.parent, reference.parentColumn)]
    return { ...reference, whole: reference.mixed || sides.every(side => side?.kind === 'integer') }
  })

/** The orphans of one reference by window, as one part of a union; `tn` marks rows whose watched column is null. */
const part = (reference: Key, index: number, { dialect, gaps }: { dialect: Dialect; gaps: Sql | null }): Sql => {
  const key = keyText(quote(reference.parentColumn), reference, dialect)
  const parent = tableSql(reference.parent.name)
  const orphan = `f${index} IS NOT NULL AND k.pk IS NULL`
  const beyond = reference.whole
    ? countIf(`${orphan} AND x${index} > (SELECT max(${quote(reference.parentColumn)}) FROM ${parent})`)
    : '0'
  return (
    `SELECT ${index} AS ref, w, count(*) AS n, count(f${index}) AS has, ${countIf(orphan)} AS orphans, ${countIf(`${orphan} AND b.pk IS NOT NULL`)} AS repaired, ` +
    `${beyond} AS beyond, sum(tn) AS nulls, ${countIf(`${orphan} AND tn = 1`)} AS with_nulls, ` +
    `${gaps === null ? '0 AS in_gap, 0 AS gap_nulls' : `count(g.pk) AS in_gap, ${countIf('g.pk IS NOT NULL AND tn = 1')} AS gap_nulls`} ` +
    `FROM r LEFT JOIN (SELECT DISTINCT ${key} AS pk FROM ${parent}) AS k ON k.pk = r.f${index} ` +
    `LEFT JOIN (SELECT DISTINCT ${bare(key, dialect)} AS pk FROM ${parent}) AS b ON b.pk = ${bare(`r.f${index}`, dialect)} ` +
    `${gaps === null ? '' : `LEFT JOIN (${gaps}) AS g ON g.pk = r.f${index} AND r.t >= g.g0 AND r.t < g.g1 `}GROUP BY w`
  )
}

const nullable = (state: Case) => (nullsMatter(state) ? metricColumns(state.question.metric)[0] : undefined)

/** A key that a history knows, but not at the time of the row, explains why nothing was found. */
const asksForGaps = (state: Case, { parent }: Reference) =>
  nullable(state) !== undefined && state.focus.timeColumn !== null && versionColumns(parent) !== null

/** Keys that their parent table does not know, or does not know at the time, in both windows. */
export const references: Scan = {
  name: 'references',
  after: ['values'],
  applies: ({ focus }) => referencesOf(focus).length > 0,
  plan: (state, dialect) => {
    const { focus, question, anomaly } = state
    const windows = windowsSql({ ...windowsOf(question, anomaly), placebo: [] }, { question, focus, dialect })
    const all = keysOf(state)
    const watched = nullable(state)
    const inner = [
      `${windows.code} AS w`,
      watched === undefined ? '0 AS tn' : `CASE WHEN ${quote(watched)} IS NULL THEN 1 ELSE 0 END AS tn`,
      ...(focus.timeColumn ? [`${momentSql(focus.timeColumn, dialect)} AS t`] : []),
      ...all.flatMap((reference, index) => {
        const whole = reference.whole ? [`${quote(reference.column)} AS x${index}`] : []
        return [`${keyText(quote(reference.column), reference, dialect)} AS f${index}`, ...whole]
      }),
    ]
    return {
      purpose: `Keys without a parent in ${all.map(({ parent }) => parent.name.name).join(', ')}: ${dayText(question.day)} against normal days`,
      maxRows: all.length * 2,
      sql:
        `WITH r AS (SELECT ${inner.join(', ')} FROM ${tableSql(focus.table.name)} WHERE ${windows.where}) ` +
        all
          .map((reference, index) =>
            part(reference, index, {
              dialect,
              gaps: asksForGaps(state, reference) ? versionGaps(reference, dialect) : null,
            }),
          )
          .join(' UNION ALL '),
    }
  },
  read: (state, answer) => {
    const rows = answerRows(answer)
    return {
      scan: 'references',
      references: referencesOf(state.focus).map((reference, index) => {
        const row = (window: number) => rows.find(item => item.count('ref') === index && item.count('w') === window)
        const alert = row(0)
        const share = (name: string, of: string) =>
          alert && alert.count(of) > 0 ? alert.count(name) / alert.count(of) : 0
        const rate = (window: number) =>
          (row(window)?.count('has') ?? 0) > 0
            ? (row(window)?.count('orphans') ?? 0) / (row(window)?.count('has') ?? 1)
            : 0
        return {
          column: reference.column,
          parent: reference.parent.name.name,
          parentColumn: reference.parentColumn,
          orphanRate: { alert: rate(0), normal: rate(1) },
          repairedShare: share('repaired', 'orphans'),
          beyondShare: share('beyond', 'orphans'),
          orphanWithTarget: nullable(state) === undefined ? null : share('with_nulls', 'nulls'),
          ...(asksForGaps(state, reference)
            ? { gap: { ofNulls: share('gap_nulls', 'nulls'), nulls: share('gap_nulls', 'in_gap') } }
            : {}),
        }
      }),
    }
  },
}
