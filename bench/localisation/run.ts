/** `node bench/localisation/run.ts [--data FOLDER]`: accuracy and speed of the segment search, on published sets if given and on generated ones. */
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { localise } from '../../server/core/localisation/localise.ts'
import { readRates, readSums, segmentText, type Incident } from './published.ts'

const { values: { data } } = parseArgs({ options: { data: { type: 'string' } } })
const print = (line: string) => process.stdout.write(`${line}\n`)

const timed = <T>(work: () => T): readonly [T, number] => {
  const start = performance.now()
  const result = work()
  return [result, performance.now() - start]
}

const microF1 = (incidents: readonly Incident[]) => {
  const sums = { hit: 0, false: 0, missed: 0, ms: 0, slowest: 0 }
  for (const { table, truth } of incidents) {
    const [{ causes }, ms] = timed(() => localise(table, 'sum'))
    const said = causes.map(({ segment }) => segmentText(segment))
    const hit = said.filter(text => truth.includes(text)).length
    sums.hit += hit
    sums.false += said.length - hit
    sums.missed += truth.length - hit
    sums.ms += ms
    sums.slowest = Math.max(sums.slowest, ms)
  }
  const f1 = 2 * sums.hit / (2 * sums.hit + sums.false + sums.missed)
  return `micro-F1 ${f1.toFixed(3)}  false ${sums.false}  missed ${sums.missed}  mean ${(sums.ms / incidents.length).toFixed(0)} ms  slowest ${sums.slowest.toFixed(0)} ms`
}

const topK = (incidents: readonly Incident[]) => {
  const ranks = incidents.map(({ table, truth }) => {
    const { causes, leads } = localise(table, 'rate', { direction: 'up' })
    const said = [...causes, ...leads].map(({ segment }) => segmentText(segment))
    const places = truth.map(text => said.indexOf(text))
    if (process.env['SHOW']) print(`${truth} | ${causes.map(c => segmentText(c.segment) + ' ' + c.score.toFixed(0))} | ${leads.slice(0, 4).map(c => segmentText(c.segment) + ' ' + c.score.toFixed(0))}`)
    return places.includes(-1) ? Infinity : Math.max(...places)
  })
  return [1, 3, 5].map(k => `Top-${k} ${(ranks.filter(rank => rank < k).length / ranks.length).toFixed(3)}`).join('  ')
}

if (data !== undefined) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  print(`S50    ${microF1(await readSums(connection, data, 'S50'))}`)
  print(`L50    ${microF1(await readSums(connection, data, 'L50'))}`)
  print(`RS135  ${topK(await readRates(connection, data))}`)
  connection.closeSync()
}
