/** SQL texts that follow from the seed alone: `g` is a grain's own number. */

export const text = (value: string) => `'${value.replaceAll("'", "''")}'`
export const list = (values: readonly string[]) => values.map(text).join(', ')

/** Uniform in [0, 1), one draw a grain and a salt. */
export const u = (salt: string, of = 'g') => `(hash(concat_ws('|', ${of}, ${text(salt)})) % 1000003 / 1000003.0)`

/** About normal: the sum of four uniform draws. */
export const normal = (salt: string) =>
  `((${u(`${salt}a`)} + ${u(`${salt}b`)} + ${u(`${salt}c`)} + ${u(`${salt}d`)} - 2) * 1.732)`

/** Log-normal with its median. */
export const spread = (salt: string, median: number, sigma: number) => `(${median} * exp(${sigma} * ${normal(salt)}))`

export type Weighted = readonly (readonly [value: string, weight: number])[]

const chain = (draw: string, values: Weighted, write: (value: string) => string) => {
  const total = values.reduce((sum, [, weight]) => sum + weight, 0)
  let upTo = 0
  const branches = values.slice(0, -1).map(([value, weight]) => {
    upTo += weight / total
    return `WHEN ${draw} < ${upTo.toFixed(6)} THEN ${write(value)}`
  })
  return `CASE ${branches.join(' ')} ELSE ${write(values.at(-1)?.[0] ?? '')} END`
}

/** A draw whose weights move a little from day to day, as a mix does in life. */
export const pick = (salt: string, values: Weighted, jitter = 0.03) =>
  chain(`pow(${u(salt)}, 1 + ${jitter} * (2 * ${u(`${salt}day`, 'day')} - 1))`, values, text)

/** Releases that follow each other: each takes the devices over within `days` from its first day on. */
export const releases = (
  salt: string,
  first: string,
  later: readonly { version: string; from: string; days: number }[],
) =>
  `CASE ${later
    .toReversed()
    .map(
      ({ version, from, days }) =>
        `WHEN ${u(`${salt}${version}`)} < (day - DATE '${from}' + 1) / ${days.toFixed(1)} THEN ${text(version)}`,
    )
    .join(' ')} ELSE ${text(first)} END`

/** A table of constants. */
export const values = (columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]) =>
  `SELECT * FROM (VALUES ${rows
    .map(
      row =>
        `(${row.map(cell => (cell === null ? 'NULL' : typeof cell === 'number' ? String(cell) : text(cell))).join(', ')})`,
    )
    .join(', ')}) AS v (${columns.join(', ')})`

export const plusDays = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
