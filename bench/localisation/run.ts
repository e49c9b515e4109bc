/** `node bench/localisation/run.ts [--data FOLDER]`: accuracy and speed of the segment search, on published sets if given and on generated ones. */
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { localise } from '../../server/core/localisation/localise.ts'
import { families, runFamily } from './families.ts'
import { readRates, readSums, segmentText, type Incident } from './published.ts'

const { values: { data, cases, only, wrong } } = parseArgs({ options: {
  data: { type: 'string' }, cases: { type: 'string', default: '40' }, only: { type: 'string', default: '' }, wrong: { type: 'boolean', default: false },
} })
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

for (const { name, ...recipe } of families.filter(family => family.name.includes(only))) {
  const { exact, hit, wrong: bad, missed, verdicts, found, cases: made, slowest } = runFamily(recipe, Number(cases), line => { if (wrong) print(`  ${line}`) })
  const f1 = hit + bad + missed === 0 ? 1 : 2 * hit / (2 * hit + bad + missed)
  print(`${name.padEnd(30)} exact ${(exact / made).toFixed(3)}  F1 ${f1.toFixed(3)}  `
    + `verdict right ${(verdicts / made).toFixed(3)}  any segment ${(found / made).toFixed(3)}  slowest ${slowest.toFixed(0)} ms`)
}
