/** A value by hash of the row's number: `shares` in order, the last takes the rest. */
export const choice = (salt: string, shares: readonly (readonly [string, number])[], key = 'id') => {
  let upTo = 0
  const arms = shares.map(
    ([value, share]) => `WHEN u(${key}, '${salt}') < ${(upTo += share).toFixed(4)} THEN '${value}'`,
  )
  return `CASE ${arms.join(' ')} ELSE '${shares.at(-1)?.[0] ?? ''}' END`
}

const list = (values: readonly string[]) => `[${values.map(value => `'${value.replaceAll("'", "''")}'`).join(', ')}]`

/** One of a list, evenly. */
export const oneOf = (salt: string, values: readonly string[], key = 'id') =>
  `(${list(values)})[1 + floor(u(${key}, '${salt}') * ${values.length})::INT]`

/** Each release takes over with a time constant of four days; a device is on the newest release it has taken. */
export const release = (releases: readonly (readonly [string, string])[], time: string) => `CASE ${[...releases]
  .reverse()
  .map(
    ([version, day]) =>
      `WHEN ${time} >= TIMESTAMP '${day}' AND u(id, 'adopt${version}') < 1 - exp(-date_diff('hour', TIMESTAMP '${day}',
    ${time}) / 96.0) THEN '${version}'`,
  )
  .join(' ')}
  ELSE '${releases[0]?.[0] ?? ''}' END`

/** Loaded by the hour, a few minutes after it ended, each source by itself; three in a hundred come hours later. */
export const loadedAt = (time: string, source: string) => `date_trunc('hour', ${time}) + INTERVAL 1 HOUR
  + to_seconds(240 + (u(date_trunc('hour', ${time}), 'batch' || ${source}) * 300)::INT)
  + CASE WHEN u(id, 'late') < .03 THEN to_hours(1 + floor(u(id, 'lateBy') * 4)::INT) ELSE to_hours(0) END`

export type Rhythm = {
  readonly firstDay: string
  readonly days: number
  /** Share of an ordinary day, Sunday first. */
  readonly week: readonly number[]
  /** Growth over the whole span, and the spread from day to day. */
  readonly growth: number
  readonly spread: number
  readonly quiet: Readonly<Record<string, number>>
}

/** The days and how many rows each has: weekly rhythm, trend, noise, a holiday. About `rows` in all. */
export const calendar = ({ firstDay, days, week, growth, spread, quiet }: Rhythm, rows: number) => `
CREATE TABLE calendar AS
SELECT day, round(${(rows / days).toFixed(3)} * (${list(week.map(String))})[1 + dayofweek(day)]::DOUBLE * (1 + ${growth} * (i / ${days}.0 - .5))
    * (1 + ${spread} * (u(day, 'n1') + u(day, 'n2') + u(day, 'n3') - 1.5) * 2)
    * CASE day ${Object.entries(quiet)
      .map(([date, share]) => `WHEN DATE '${date}' THEN ${share}`)
      .join(' ')} ELSE 1 END)::INT AS n
FROM (SELECT i, DATE '${firstDay}' + i::INT AS day FROM range(${days}) t(i))`

/** The rows of the calendar, numbered in the order of time; `hour` is SQL for the hour as a fraction, of u(id, …). */
export const numbered = (hour: string) => `
CREATE TABLE numbered AS
WITH r AS (SELECT row_number() OVER (ORDER BY day, i) AS id, day FROM (SELECT day, unnest(range(n)) AS i FROM calendar)),
  t AS (SELECT id, day, day + to_milliseconds((least(${hour}, 23.9999) * 3600000)::BIGINT) AS moment FROM r)
SELECT row_number() OVER (ORDER BY moment, id) AS id, day, date_trunc('second', moment) AS moment FROM t`

/** A macro by which everything follows from the seed: uniform in [0, 1). */
export const uniform = (seed: string) =>
  `CREATE MACRO u(id, salt) AS (hash(id, salt || '${seed.replaceAll("'", '')}') % 1000003) / 1000003.0`
