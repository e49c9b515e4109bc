import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Segment } from '../../server/core/finding/finding.ts'
import type { LeafTable, LeafWindow } from '../../server/core/localisation/leafTable.ts'

/** One labelled incident of a published set. `truth`: segments as text, `a=1&b=2`. */
export type Incident = { readonly name: string; readonly table: LeafTable; readonly truth: readonly string[] }

type Row = Record<string, unknown>

/** A segment as the labels spell it: `column=value` in the order of the columns, joined by `&`. */
export const segmentText = (segment: Segment) =>
  segment.map(({ column, value }) => `${column}=${value ?? 'null'}`).toSorted().join('&')

/** Builds the leaf table of rows that carry one row per leaf; `windows` reads the additive statistics of each. */
export const leafTableOf = (rows: readonly Row[], columns: readonly string[], windows: readonly LeafWindow[]): LeafTable => {
  const coded = columns.map(column => {
    const places = new Map<string | null, number>()
    const codes = Int32Array.from(rows, row => {
      const raw = row[column]
      const value = raw === null || raw === undefined ? null : JSON.stringify(raw).replace(/^"|"$/g, '')
      const known = places.get(value) ?? places.size
      places.set(value, known)
      return known
    })
    return { column, values: [...places.keys()], codes }
  })
  return { dimensions: coded.map(({ column, values }) => ({ column, values })), codes: coded.map(({ codes }) => codes), windows }
}

const read = async (connection: DuckDBConnection, sql: string): Promise<readonly Row[]> => (await connection.runAndReadAll(sql)).getRowObjectsJS()

/** S50 and L50: one value per leaf and day. */
export const readSums = async (connection: DuckDBConnection, folder: string, set: 'S50' | 'L50'): Promise<readonly Incident[]> => {
  const labels = readFileSync(join(folder, `${set}-labels.csv`), 'utf8').trim().split('\n').slice(1)
  const columns = set === 'S50' ? ['a', 'b', 'c', 'd', 'e'] : ['a', 'b', 'c', 'd']
  const incidents: Incident[] = []
  for (const label of labels) {
    const [name = '', causes = ''] = label.split(',')
    const rows = await read(connection, `select * from '${join(folder, set)}.parquet' where instance = ${Number(name)}`)
    const of = (column: string): LeafWindow => {
      const s = Float64Array.from(rows, row => Number(row[column]))
      return { n: s.map(() => 1), k: s.map(() => 0), s, ss: s.map(value => value * value), scale: 1 }
    }
    incidents.push({ name, table: leafTableOf(rows, columns, [of('real'), of('predict')]), truth: causes.split(';') })
  }
  return incidents
}

const rateColumns = ['cdn', 'bitrate', 'p2p', 'isp', 'device', 'platform', 'gameid']

/** RS135: a rate at the labelled minute against the minutes before it. */
export const readRates = async (connection: DuckDBConnection, folder: string): Promise<readonly Incident[]> => {
  const incidents: Incident[] = []
  for (const { name, minute, truth } of readRateLabels(folder)) {
    const rows = await read(connection, `with r as (select *, min = ${minute} as hit, min < ${minute} as before from '${join(folder, 'RS135')}.parquet' where instance = '${name}')
      select ${rateColumns.join(', ')}, sum(case when hit then cnt else 0 end)::double n1, sum(case when hit then value else 0 end)::double k1,
        sum(case when before then cnt else 0 end)::double n0, sum(case when before then value else 0 end)::double k0,
        (select count(distinct min) from r where before)::double as minutes from r group by all order by all`)
    const minutes = Math.max(1, Number(rows[0]?.['minutes'] ?? 1))
    const of = (n: string, k: string, scale: number): LeafWindow => {
      const parts = Float64Array.from(rows, row => Number(row[k]) * scale)
      return { n: Float64Array.from(rows, row => Number(row[n]) * scale), k: parts, s: parts.map(() => 0), ss: parts.map(() => 0), scale }
    }
    const used = rateColumns.filter(column => rows.some(row => row[column] !== null))
    incidents.push({ name, table: leafTableOf(rows, used, [of('n1', 'k1', 1), of('n0', 'k0', 1 / minutes)]), truth })
  }
  return incidents
}

const readRateLabels = (folder: string) => {
  const text = readFileSync(join(folder, 'RS135-labels.yaml'), 'utf8')
  return text.split(/^- data: /m).slice(1).map(block => {
    const name = (block.split('\n')[0] ?? '').trim().replaceAll(/^['"]|['"]$/g, '')
    const minute = Number(/timestamp: (\d+)/.exec(block)?.[1])
    const causes = [...block.slice(block.indexOf('cause:')).matchAll(/\{([^}]*)\}/g)].map(([, inner = '']) =>
      inner.split(',').map(pair => pair.split(':').map(part => part.trim().replaceAll(/['"]/g, '')).join('=')).toSorted().join('&'))
    return { name, minute, truth: causes }
  })
}
