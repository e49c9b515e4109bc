import { watchedKind } from '../watchedKind.ts'
import { findColumn } from '../../dataset/schemaContext.ts'
import { isNumeric } from '../../dataset/table.ts'
import { signalOf } from '../../investigation/state.ts'
import { dayText } from '../../shared/calendar.ts'
import type { Dialect } from '../dialect.ts'
import { keyText } from '../keyText.ts'
import { referencesOf } from '../references.ts'
import { actorColumns, crowdParts } from '../crowds.ts'
import { groupings, identityColumns, naturalColumns } from '../keyColumns.ts'
import { locatedSegments } from '../located.ts'
import type { Case, Scan } from '../planned.ts'
import { readKeys } from '../readKeys.ts'
import { countIf, quote, segmentsSql, selected, tableSql } from '../sql.ts'
import { versionColumns, versionEnd } from '../versions.ts'
import { localTimeSql, windowsOf, windowsSql } from '../windows.ts'

const addsUp = new Set(['rowCount', 'sum'])

/** Copies move what adds rows up, and duplicates themselves; nothing else is worth the scan. */
const copiesMatter = (state: Case) => {
  const kind = watchedKind(state)
  const rows = signalOf(state, 'series')?.rows
  return kind === 'duplicateRate' || (addsUp.has(kind) && rows !== undefined && rows.alert > rows.normal * 1.02)
}

/** A few actors may have written many rows. */
const crowdsMatter = (state: Case) =>
  state.predictions.some(({ hypothesis }) => hypothesis === 'bots') && actorColumns(state).length > 0

/** Copies of one kind of key as `UNION ALL` parts: totals by window, by hour, and how pure each grouping is. */
const parts = (kind: string, groups: readonly { column: string }[], dialect: Dialect) => {
  const none = dialect.noTime
  const totals =
    'count(*) AS key_count, sum(c) AS row_count, sum(c - 1) AS extra, ' +
    `${countIf('c > 1')} AS repeated, ${countIf('c = 2')} AS twos, ${countIf('c = 3')} AS threes, 0.0 AS purity`
  const empty = '0 AS row_count, 0 AS extra'
  return [
    `SELECT '${kind}' AS kind, 'total' AS part, w, ${none} AS h, ${totals} FROM ${kind} GROUP BY w`,
    `SELECT '${kind}' AS kind, 'hour' AS part, w, h, ${totals} FROM ${kind} WHERE w = 0 AND inside = 1 GROUP BY w, h`,
    ...groups.map(
      (_, index) =>
        `SELECT '${kind}' AS kind, 'by${index}' AS part, 0 AS w, ${none} AS h, count(*) AS key_count, ${empty}, ` +
        `${countIf('d > 0')} AS repeated, 0 AS twos, 0 AS threes, sum(${dialect.number('d * d')} / g) / nullif(sum(d), 0) AS purity ` +
        `FROM (SELECT b${index}, count(*) AS g, ${countIf('c > 1')} AS d FROM ${kind} WHERE w = 0 GROUP BY b${index} HAVING count(*) >= 2) AS x`,
    ),
  ]
}

/** Copies against parents that hold a key more than once: how many repeated rows have such a key, and how many single ones. */
const parentParts = (
  kind: string,
  state: Case,
  { groups, dialect }: { groups: readonly { column: string }[]; dialect: Dialect },
) =>
  referencesOf(state.focus).flatMap((reference, index) => {
    const place = groups.findIndex(({ column }) => column === reference.column)
    if (place < 0) return []
    const key = keyText(quote(reference.parentColumn), reference, dialect)
    return [
      `SELECT '${kind}' AS kind, 'parent${index}' AS part, 0 AS w, ${dialect.noTime} AS h, count(*) AS key_count, ` +
        `${countIf('c > 1 AND p.pk IS NOT NULL')} AS row_count, ${countIf('c = 1 AND p.pk IS NOT NULL')} AS extra, ` +
        `${countIf('c > 1')} AS repeated, 0 AS twos, 0 AS threes, 0.0 AS purity FROM ${kind} ` +
        `LEFT JOIN (SELECT ${key} AS pk FROM ${tableSql(reference.parent.name)} GROUP BY 1 HAVING count(*) > 1) AS p ON p.pk = ${keyText(`${kind}.b${place}`, reference, dialect)} WHERE w = 0`,
    ]
  })

/** The same against parents that keep a history: keys of which two versions, begun at different times, hold at once. */
const versionParts = (
  kind: string,
  state: Case,
  { groups, dialect }: { groups: readonly { column: string }[]; dialect: Dialect },
) =>
  referencesOf(state.focus).flatMap((reference, index) => {
    const place = groups.findIndex(({ column }) => column === reference.column)
    const columns = versionColumns(reference.parent)
    if (place < 0 || !columns) return []
    const [key, from] = [quote(reference.parentColumn), quote(columns.from.name)]
    const earlier = (value: string, name: string) =>
      `lag(${value}) OVER (PARTITION BY ${key} ORDER BY ${from}) AS ${name}`
    const versions = `SELECT ${keyText(key, reference, dialect)} AS pk, ${from} AS f, ${earlier(from, 'f0')}, ${earlier(versionEnd(columns.to, dialect), 't0')} FROM ${tableSql(reference.parent.name)}`
    return [
      `SELECT '${kind}' AS kind, 'version${index}' AS part, 0 AS w, ${dialect.noTime} AS h, count(*) AS key_count, ` +
        `${countIf('c > 1 AND p.pk IS NOT NULL')} AS row_count, ${countIf('c = 1 AND p.pk IS NOT NULL')} AS extra, ` +
        `${countIf('c > 1')} AS repeated, 0 AS twos, 0 AS threes, 0.0 AS purity FROM ${kind} ` +
        `LEFT JOIN (SELECT DISTINCT pk FROM (${versions}) AS v WHERE f0 < f AND t0 > f) AS p ON p.pk = ${keyText(`${kind}.b${place}`, reference, dialect)} WHERE w = 0`,
    ]
  })

/** Of the repeated keys of a table that is itself a history, those whose rows hold at the same time. */
const ownVersions = (kind: string, state: Case, dialect: Dialect) =>
  versionColumns(state.focus.table) === null
    ? []
    : [
        `SELECT '${kind}' AS kind, 'versions' AS part, 0 AS w, ${dialect.noTime} AS h, count(*) AS key_count, ${countIf('c > 1 AND f1 > f0 AND f1 < t0')} AS row_count, 0 AS extra, ` +
          `${countIf('c > 1')} AS repeated, 0 AS twos, 0 AS threes, 0.0 AS purity FROM ${kind} WHERE w = 0`,
      ]

const mostCompared = 12

/** Columns that copies of a row share, and deliveries with other values do not: numbers and texts that are no key. */
const comparedColumns = (state: Case): readonly string[] =>
  naturalColumns(state)
    .filter(name => {
      const column = findColumn(state.focus.table, name)
      return column !== null && (isNumeric(column) || column.kind === 'text')
    })
    .slice(0, mostCompared)

/** Of the repeated keys, those whose rows say the same in every column compared. */
const sameParts = (kind: string, dialect: Dialect) => [
  `SELECT '${kind}' AS kind, 'same' AS part, 0 AS w, ${dialect.noTime} AS h, count(*) AS key_count, ${countIf('c > 1 AND differ = 0')} AS row_count, 0 AS extra, ` +
    `${countIf('c > 1')} AS repeated, 0 AS twos, 0 AS threes, 0.0 AS purity FROM ${kind} WHERE w = 0`,
]

const allParts = (kind: string, state: Case, scope: { groups: readonly { column: string }[]; dialect: Dialect }) => [
  ...parts(kind, scope.groups, scope.dialect),
  ...parentParts(kind, state, scope),
  ...versionParts(kind, state, scope),
  ...ownVersions(kind, state, scope.dialect),
  ...sameParts(kind, scope.dialect),
]

/** Repeated keys in both windows, by the identifying key and by everything the row says, and what the copies have in common. */
export const keys: Scan = {
  name: 'keys',
  after: ['values', 'segments'],
  applies: state =>
    (copiesMatter(state) || crowdsMatter(state)) && identityColumns(state).length + naturalColumns(state).length > 0,
  plan: (state, dialect) => {
    const { focus, question, anomaly } = state
    const scope = { question, focus, dialect }
    const { alert, normal } = windowsOf(question, anomaly)
    const windows = windowsSql({ alert, normal, placebo: [] }, scope)
    const local = localTimeSql([...alert, ...normal], scope)
    const hour = focus.timeColumn ? dialect.truncated('hour', local) : local
    const groups = groupings(state)
    const inside = segmentsSql(locatedSegments(state), focus.table.columns, dialect)
    const sides = [
      ['by_identity', identityColumns(state)],
      ['by_content', naturalColumns(state)],
    ] as const
    const used = sides.filter(([, columns]) => columns.length > 0)
    const compared = comparedColumns(state)
    const differ = `CASE WHEN ${['1 = 0', ...compared.map(name => `min(${quote(name)}) <> max(${quote(name)})`)].join(' OR ')} THEN 1 ELSE 0 END AS differ`
    const history = versionColumns(focus.table)
    const times = history ? [history.from.name, history.to.name] : []
    const named = [...groups, ...actorColumns(state)].map(({ column }) => column)
    const wanted = [...new Set([...used.flatMap(([, columns]) => columns), ...named, ...times, ...compared])]
    const spans = history
      ? [
          `min(${quote(history.from.name)}) AS f0`,
          `max(${quote(history.from.name)}) AS f1`,
          `min(${versionEnd(history.to, dialect)}) AS t0`,
        ]
      : []
    const grouped = used.map(([kind, columns]) => {
      const key = columns.map(quote).join(', ')
      const by = groups.map(({ column }, index) => `min(${quote(column)}) AS b${index}`)
      const own = ['our_window AS w', 'count(*) AS c', 'min(our_hour) AS h', 'max(our_part) AS inside']
      return `${kind} AS (SELECT ${[...own, ...by, ...spans, differ].join(', ')} FROM r GROUP BY ${key}, our_window, our_day)`
    })
    const copied = used.flatMap(([kind]) => allParts(kind, state, { groups, dialect }))
    return {
      purpose: `Repeated keys: ${dayText(question.day)} against normal days`,
      maxRows: 200,
      sql:
        `WITH r AS (SELECT ${windows.code} AS our_window, ${windows.day} AS our_day, ${hour} AS our_hour, CASE WHEN ${inside} THEN 1 ELSE 0 END AS our_part, ` +
        `${wanted.map(name => selected(name, focus.table.columns, dialect)).join(', ')} ` +
        `FROM ${tableSql(focus.table.name)} WHERE ${windows.where}), ` +
        `${grouped.join(', ')} ${[...copied, ...crowdParts(state, dialect)].join(' UNION ALL ')}`,
    }
  },
  read: readKeys,
}
