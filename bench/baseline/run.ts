/** `node bench/baseline/run.ts`: false alarms and missed or late anomalies of the daily baseline, on real daily series and on made-up ones. */
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import type { BaselineModel, DayPoint } from '../../server/core/baseline/dayPoint.ts'
import { measureAnomaly } from '../../server/core/baseline/measureAnomaly.ts'
import { addDays } from '../../server/core/shared/calendar.ts'
import { z } from 'zod'

type Series = { readonly name: string; readonly model: BaselineModel; readonly points: readonly DayPoint[] }

const print = (line: string) => process.stdout.write(`${line}\n`)
const file = (name: string) => fileURLToPath(new URL(`../../node_modules/vega-datasets/data/${name}`, import.meta.url))

const realSeries = async (): Promise<readonly Series[]> => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const read = async (select: string, from: string): Promise<readonly DayPoint[]> => {
    const answer = await connection.runAndReadAll(
      `select strftime(date, '%Y-%m-%d') as day, ${select} from ${from} group by 1 order by 1`,
    )
    return answer.getRowObjectsJS().map(row => ({
      day: z.string().parse(row['day']),
      value: row['value'] === null ? null : Number(row['value']),
      rows: Number(row['n']),
      variance: row['variance'] === null ? null : Number(row['variance']),
    }))
  }
  const flights = `'${file('flights-3m.parquet')}'`
  const weather = `read_csv('${file('seattle-weather.csv')}')`
  const share = (origin: string) =>
    read(`avg((origin = '${origin}')::int) as value, count(*) as n, null as variance`, flights)
  const count = (where: string) =>
    read('count(*) as value, count(*) as n, null as variance', `${flights} where ${where}`)
  const delay = (where: string) =>
    read('avg(delay) as value, count(*) as n, var_samp(delay) / count(*) as variance', `${flights} where ${where}`)
  const series: readonly Series[] = [
    { name: 'flights per day', model: 'count', points: await count('true') },
    { name: 'flights from ORD', model: 'count', points: await count(`origin = 'ORD'`) },
    { name: 'flights from SJC', model: 'count', points: await count(`origin = 'SJC'`) },
    { name: 'mean delay', model: 'mean', points: await delay('true') },
    { name: 'mean delay from ATL', model: 'mean', points: await delay(`origin = 'ATL'`) },
    {
      name: 'sum of distance',
      model: 'sum',
      points: await read('sum(distance) as value, count(*) as n, null as variance', flights),
    },
    { name: 'share from ORD', model: 'rate', points: await share('ORD') },
    { name: 'share from LAX', model: 'rate', points: await share('LAX') },
    {
      name: 'share delayed > 60 min',
      model: 'rate',
      points: await read('avg((delay > 60)::int) as value, count(*) as n, null as variance', flights),
    },
    {
      name: 'Seattle maximum temperature',
      model: 'other',
      points: await read('max(temp_max) as value, count(*) as n, null as variance', weather),
    },
  ]
  connection.closeSync()
  return series
}

const random = (() => {
  let state = 42
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return (state + 0.5) / 4_294_967_296
  }
})()
const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())

/** Weekly rhythm, growth, 4 % day-to-day noise and one holiday. */
const madeUp = (model: BaselineModel, days: number): readonly DayPoint[] => {
  const growth = (random() - 0.3) * 0.01
  const weekend = 0.3 + 0.7 * random()
  return Array.from({ length: days }, (_, index) => {
    const level = (index % 7 > 4 ? weekend : 1) * (1 + growth * index) * (index === days - 30 ? 0.3 : 1)
    const rows = Math.round(20_000 * level * Math.exp(0.04 * normal()))
    const share = 0.05 * Math.exp(0.1 * normal())
    return { day: addDays('2026-01-05', index), rows, value: model === 'count' ? rows : share, variance: null }
  })
}

const falseAlarms = ({ model, points }: Series) => {
  const tested = points.slice(28)
  const alarms = tested.filter(
    ({ day }) =>
      measureAnomaly(points.slice(0, points.findIndex(point => point.day === day) + 1), day, { model }).anomalous,
  )
  return { tested: tested.length, alarms: alarms.map(({ day }) => day) }
}

for (const series of await realSeries()) {
  const { tested, alarms } = falseAlarms(series)
  print(
    `${series.name.padEnd(28)} ${String(series.points.length).padStart(4)} days  alarms ${alarms.length} of ${tested}  ${alarms.slice(0, 8).join(' ')}`,
  )
}
const cases = 300
for (const model of ['count', 'rate'] as const) {
  for (const length of [60, 21, 10]) {
    const alarms = Array.from({ length: cases }, () => madeUp(model, length)).filter(
      points => measureAnomaly(points, points.at(-1)?.day ?? '', { model }).anomalous,
    )
    const hit = Array.from({ length: cases }, () => {
      const lag = Math.floor(random() * 4)
      const points = madeUp(model, length).map((point, index) =>
        index < length - 1 - lag
          ? point
          : { ...point, value: model === 'count' ? (point.value ?? 0) * 0.6 : (point.value ?? 0) + 0.05 },
      )
      const { anomalous, onsetDay } = measureAnomaly(points, points.at(-1)?.day ?? '', { model })
      return { anomalous, dated: onsetDay === points.at(-1 - lag)?.day }
    })
    const share = (list: readonly unknown[]) => (list.length / cases).toFixed(3)
    print(
      `made-up ${model}, ${length} days`.padEnd(28) +
        `  false alarms ${share(alarms)}  -40 % / +5 points found ${share(
          hit.filter(({ anomalous }) => anomalous),
        )}  onset day right ${share(hit.filter(({ dated }) => dated))}`,
    )
  }
}
