import { drawn, moment, sized, type Recipe, type Setting } from '../recipe.ts'

const share = (setting: Setting) => sized(setting, { mild: [0.12, 0.18], medium: [0.25, 0.35], strong: [0.45, 0.6] })

/** The version before stays open beside the current one, so a row finds both. */
const overlap = (setting: Setting) => {
  const { random, onset, base } = setting
  if (base.versions === null) throw new Error(`${base.name} has no versions`)
  const { table, key, from, to, current, attributes } = base.versions
  const keys = drawn(random, share(setting), key)
  const old = `(SELECT * FROM ${table} WHERE ${keys} AND ${to} < DATE '9999-01-01' QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY ${to} DESC) = 1)`
  const named = Object.keys(attributes)
  return {
    metric: random.pick([
      { kind: 'rowCount' },
      { kind: 'sum', column: base.amount },
      { kind: 'duplicateRate', columns: [base.id] },
    ] as const),
    statements: [
      `INSERT INTO ${base.table} SELECT f.* REPLACE (${Object.entries(attributes)
        .map(([column, source]) => `o.${source} AS ${column}`)
        .join(', ')})
        FROM ${base.table} f JOIN ${old} o ON o.${key} = f.${base.lookup.key} WHERE f.${base.time} >= ${moment(onset)}
          AND f.${named[0] ?? base.id} IS NOT NULL`,
      `UPDATE ${table} SET ${to} = DATE '9999-12-31', ${current} = true WHERE (${key}, ${from}) IN (SELECT (${key}, ${from}) FROM ${old} o)`,
    ],
  }
}

/** The current version begins too late: between it and the one before nothing is valid, so the attributes are null. */
const gap = (setting: Setting) => {
  const { random, onset, base } = setting
  if (base.versions === null) throw new Error(`${base.name} has no versions`)
  const { table, key, from, current, attributes } = base.versions
  const keys = drawn(random, share(setting), key)
  const columns = Object.keys(attributes)
  return {
    metric: { kind: 'nullRate', column: random.pick(columns) } as const,
    statements: [
      `UPDATE ${table} SET ${from} = DATE '9999-01-01' WHERE ${current} AND ${keys}`,
      `UPDATE ${base.table} SET ${columns.map(column => `${column} = NULL`).join(', ')} WHERE ${base.time} >= ${moment(onset)}
        AND ${base.lookup.key} IN (SELECT ${key}
        FROM ${table} WHERE ${from} = DATE '9999-01-01')`,
      // Up to the onset the current version was valid; then it was closed and the next begins too late.
      `INSERT INTO ${table} SELECT * REPLACE (DATE '2024-06-01' AS ${from}, DATE '${onset.slice(0, 10)}' AS valid_to, false AS ${current})
        FROM ${table} WHERE ${from} = DATE '9999-01-01'`,
    ],
    rows: `${base.time} >= ${moment(onset)} AND ${columns[0] ?? base.id} IS NULL`,
  }
}

/** Versions of a dimension overlap, or leave a gap. */
export const validityOverlap: Recipe = {
  id: 'F14',
  kind: 'validityOverlap',
  scopes: ['everywhere'],
  lasts: 'permanent',
  born: 'here',
  origins: ({ table, versions }) => [versions?.table ?? table, table],
  fits: ({ versions }) => versions !== null,
  inject: setting => ({ ...(setting.random.chance(0.65) ? overlap(setting) : gap(setting)), segments: [[]] }),
}
