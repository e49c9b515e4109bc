import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createPool } from '../accuracy/pool.ts'
import type { Scored } from '../accuracy/score.ts'
import { planCases } from './plan.ts'
import { reportText } from './report.ts'
import { brokeOff } from './runCase.ts'

// Faulty warehouses made by somebody who knew neither the engine nor the other benchmark, and what the product makes of them.

const { values: options } = parseArgs({
  options: {
    hand: { type: 'string', default: 'first' },
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '120' },
    only: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'string' },
  },
})

const print = (text: string) => process.stdout.write(`${text}\n`)
const plan = { hand: options.hand, seed: options.seed, cases: Number(options.cases), only: options.only ?? null }
const specs = planCases(plan)
const folder = options.out ?? (await mkdtemp(join(tmpdir(), 'dataing-foreign-')))
await mkdir(folder, { recursive: true })

const mark = (right: boolean) => (right ? '+' : '-')
const line = ({ id, spec, metric, day, answer, problem, truth }: Scored) => {
  const asked = `${id.padEnd(44)} ${spec.base.padEnd(10)}`
  if (answer === null) return `${asked} broke off: ${problem ?? ''}`
  const marks =
    truth === null
      ? mark(!answer.falseCause)
      : [answer.causeRight, answer.segmentRight, answer.onsetRight, answer.originRight].map(mark).join('')
  const said = `${answer.conclusion} ${answer.cause ?? ''} ${answer.seconds.toFixed(1)} s`
  return `${asked} ${marks.padEnd(4)} ${metric} on ${day}: ${said}`
}

const started = performance.now()
const size = Math.max(1, Math.min(specs.length, availableParallelism()))
const worker = join(import.meta.dirname, 'worker.ts')
const pool = createPool([folder, JSON.stringify(plan), options.out === undefined ? 'delete' : 'keep'], size, worker)
try {
  const results = await Promise.all(
    specs.map(async (spec, index) => {
      const { scored, died } = await pool.run(index)
      const result = died === null ? scored : brokeOff(spec, died)
      print(result === null ? `${spec.id}: no draw that can be seen` : line(result))
      return result
    }),
  )
  const scored = results.flatMap(one => one ?? [])
  if (options.json !== undefined) await writeFile(options.json, JSON.stringify(scored, null, 2))
  const unseen = specs.filter((_, index) => results[index] === null).map(({ id }) => id)
  const told = Object.entries(options).filter(([name]) => name !== 'out' && name !== 'json')
  const command = `npm run bench:foreign --${told.map(([name, value]) => ` --${name} ${value ?? ''}`).join('')}`
  print(`\n${reportText(scored, { command, unseen })}`)
  print(`\n${Math.round((performance.now() - started) / 1000)} s in ${size} processes`)
} finally {
  pool.close()
  if (options.out === undefined) await rm(folder, { recursive: true, force: true })
}
