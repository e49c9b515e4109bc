import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchModels, whichModels } from '../../server/testing/benchModels.ts'
import { stopInvestigating } from '../../server/testing/investigate.ts'
import { chosenBases } from './bases/index.ts'
import { createBases } from './createBases.ts'
import { planCases, type CaseSpec } from './plan.ts'
import { createPool } from './pool.ts'
import { published } from './publish.ts'
import { appendRecording, readRecording } from './recording.ts'
import { reportText } from './report.ts'
import { brokeOff } from './runCase.ts'
import type { Scored } from './score.ts'
import { comparisonText, createModelComparison, type Compared } from './withModels.ts'

// Faults injected by seed into real flights and three generated warehouses, and what the product makes of them. Only the file's path and the question reach it.

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string' },
    seed: { type: 'string' },
    rows: { type: 'string' },
    split: { type: 'string', default: 'train' },
    base: { type: 'string' },
    only: { type: 'string' },
    record: { type: 'string' },
    states: { type: 'string', default: '' },
    processes: { type: 'string' },
    json: { type: 'string' },
    model: { type: 'boolean', default: false },
    recording: { type: 'string' },
  },
})

const print = (text: string) => process.stdout.write(`${text}\n`)

// Seeds from 100 on are never looked at while building.
const seed = options.seed ?? (options.split === 'test' ? '100' : '1')
const cases = Number(options.cases ?? 300)
const told = Object.entries({ ...options, cases, seed }).filter(
  ([name]) => !['record', 'states', 'processes', 'split', 'json', 'model', 'recording'].includes(name),
)
const command = `npm run bench:accuracy --${told.map(([name, value]) => ` --${name} ${String(value)}`).join('')}`

const mark = (right: boolean) => (right ? '+' : '-')
const line = ({ id, answer, problem, truth, spec }: Scored) => {
  if (answer === null) return `${id}: broke off: ${problem ?? ''}`
  const marks =
    truth === null
      ? mark(!answer.falseCause)
      : [answer.causeRight, answer.segmentRight, answer.onsetRight, answer.originRight].map(mark).join('')
  const told = `${answer.conclusion} ${answer.cause ?? ''} ${answer.seconds.toFixed(1)} s, ${answer.scans} scans`
  return [id.padEnd(38), marks.padEnd(4), told, ...(spec.opaque ? ['(opaque)'] : []), ...spec.extras].join(' ')
}

const plan = { seed, cases, base: options.base ?? null, only: options.only ?? null }
const specs = planCases({ ...plan, bases: chosenBases(plan.base) })
const { record } = options
const known = new Map(record === undefined ? [] : readRecording(record))
const folder = await mkdtemp(join(tmpdir(), 'dataing-accuracy-'))

const basePath = createBases({ folder, seed, rows: options.rows === undefined ? null : Number(options.rows) })

/** Every case without a model and with each: a live one where there is a key, else those that behave badly. Nothing is published. */
const compareModels = async (where: Parameters<typeof createModelComparison>[0]) => {
  print(`${whichModels(options.recording ?? null)}\n`)
  const models = await benchModels(options.recording ?? null)
  const compare = createModelComparison(where, models)
  const all: Compared[] = []
  for (const spec of specs) {
    const compared = await compare(spec)
    all.push(...compared)
    print(
      `${spec.id}: ${compared.map(({ model, outcome }) => `${model} ${outcome}`).join(', ') || 'no draw that can be seen'}`,
    )
  }
  print(`\n${comparisonText(all, models)}`)
  for (const { stop } of models) await stop()
  if (all.some(({ outcome, uncited }) => outcome === 'worse' || uncited > 0)) process.exitCode = 1
}

/** Runs what is not recorded yet, and prints each as it comes. */
const runAll = async () => {
  const due = specs.flatMap((spec, index) => (known.has(spec.id) ? [] : [{ spec, index }]))
  for (const name of new Set(due.map(({ spec }) => spec.base.name))) await basePath(name)
  if (options.states !== '') await mkdir(options.states, { recursive: true })
  const pool = createPool(
    [folder, JSON.stringify(plan), options.states],
    Math.min(due.length, Number(options.processes ?? availableParallelism())),
  )
  await Promise.all(
    due.map(async ({ spec, index }) => {
      const { scored, died } = await pool.run(index)
      const result = died === null ? scored : brokeOff(spec, died)
      known.set(spec.id, result)
      if (record !== undefined) appendRecording(record, { id: spec.id, scored: result })
      tell(spec, result)
    }),
  )
  pool.close()
}

const tell = (spec: CaseSpec, result: Scored | null) => {
  if (result === null) print(`${spec.id}: no draw that can be seen`)
  else print(specs.length === 1 ? JSON.stringify(result, null, 2) : line(result))
}

/** The report, printed; of the test split written where the product and its readers find it. */
const tellAll = async () => {
  const scored = specs.flatMap(({ id }) => known.get(id) ?? [])
  const unseen = specs.filter(({ id }) => known.get(id) === null).map(({ id }) => id)
  if (options.json !== undefined) await writeFile(options.json, JSON.stringify(scored, null, 2))
  const report = reportText(scored, { command, unseen })
  print(`\n${report}`)
  if (options.split !== 'test' || plan.only !== null) return
  const docs = join(import.meta.dirname, '../../docs')
  await mkdir(docs, { recursive: true })
  await writeFile(
    join(docs, 'accuracy.md'),
    [
      '# Accuracy on injected faults',
      'How it is measured: `bench/accuracy/README.md`. Fault authors never see the failures of seeds from 100 on before they are published here.',
      'The warehouses and faults of this benchmark are our own, and on those of others the engine is weaker: [foreign.md](foreign.md).',
      report,
    ].join('\n\n'),
  )
  const shown = published(scored, { command, on: new Date().toISOString().slice(0, 10) })
  const place = join(import.meta.dirname, '../../server/core/evidence/measuredAccuracy.json')
  // What was measured on data that is not ours stays as it is.
  const { outside } = JSON.parse(await readFile(place, 'utf8')) as { readonly outside: unknown }
  await writeFile(place, `${JSON.stringify({ ...shown, outside }, null, 2)}\n`)
}

try {
  if (options.model) await compareModels({ basePath, casePath: join(folder, 'case.duckdb'), seed })
  else {
    await runAll()
    await tellAll()
  }
} finally {
  await stopInvestigating()
  await rm(folder, { recursive: true, force: true })
}
