import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { alertDay, daysBefore, type Incident } from './incident.ts'

/** S50 and L50: one value per leaf, the forecast on the day before and what came on the day of the alert. */
export const readSums = (folder: string, set: 'S50' | 'L50'): readonly Incident[] => {
  const columns = set === 'S50' ? 'a, b, c, d, e' : 'a, b, c, d'
  const labels = readFileSync(join(folder, `${set}-labels.csv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
  const day = (at: string, value: string, name: string) =>
    `SELECT DATE '${at}' AS day, ${columns}, ${value} AS amount FROM '${join(folder, set)}.parquet' WHERE instance = ${Number(name)}`
  return labels.map(label => {
    const [name = '', causes = ''] = label.split(',')
    return {
      name,
      metric: { kind: 'sum', column: 'amount' },
      truth: causes.split(';'),
      alias: new Map(),
      kind: 'located',
      fill: async connection =>
        void (await connection.run(
          `CREATE TABLE facts AS ${day(daysBefore(1), 'predict', name)} UNION ALL ${day(alertDay, 'real', name)}`,
        )),
    }
  })
}

const rateColumns = ['cdn', 'bitrate', 'p2p', 'isp', 'device', 'platform', 'gameid']

/** Rows of the largest incidents; of 13 of 135 a share is drawn, viewer by viewer. */
const mostRows = 3_000_000

/** RS135: a row per viewer, the share of stalled ones; each minute before the labelled one stands for a day. */
export const readRates = (folder: string): readonly Incident[] =>
  readRateLabels(folder).map(({ name, minute, truth }) => ({
    name,
    truth,
    alias: new Map(),
    kind: 'located',
    metric: { kind: 'share', where: { column: 'stalled', operator: '=', value: true } },
    fill: async connection =>
      void (await connection.run(`CREATE TABLE facts AS
    WITH r AS (SELECT *, dense_rank() OVER (ORDER BY min DESC) - 1 AS before FROM '${join(folder, 'RS135')}.parquet' WHERE instance = '${name}' AND min <= ${minute})
    SELECT (DATE '${alertDay}' - before::INTEGER) AS day, ${rateColumns.join(', ')}, viewer < value AS stalled
    FROM (SELECT *, unnest(range(cnt)) AS viewer, (SELECT ${mostRows} / sum(cnt) FROM r) AS kept, row_number() OVER () AS place FROM r)
    WHERE hash(place, viewer) % 1000000 < kept * 1000000`)),
  }))

const readRateLabels = (folder: string) => {
  const text = readFileSync(join(folder, 'RS135-labels.yaml'), 'utf8')
  return text
    .split(/^- data: /m)
    .slice(1)
    .map(block => {
      const name = (block.split('\n')[0] ?? '').trim().replaceAll(/^['"]|['"]$/g, '')
      const minute = Number(/timestamp: (\d+)/.exec(block)?.[1])
      const truth = [...block.slice(block.indexOf('cause:')).matchAll(/\{([^}]*)\}/g)].map(([, inner = '']) =>
        inner
          .split(',')
          .map(pair =>
            pair
              .split(':')
              .map(part => part.trim().replaceAll(/['"]/g, ''))
              .join('='),
          )
          .toSorted()
          .join('&'),
      )
      return { name, minute, truth }
    })
}
