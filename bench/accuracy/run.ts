import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchModels } from '../../server/testing/benchModels.ts'
import { stopInvestigating } from '../../server/testing/investigate.ts'
import { bases } from './bases/index.ts'
import { createBases } from './createBases.ts'
import { planCases } from './plan.ts'
import { published } from './publish.ts'
import { reportText } from './report.ts'
import { createCaseRunner } from './runCase.ts'
import type { Scored } from './score.ts'
import { comparisonText, createModelComparison, type Compared } from './withModels.ts'

// Faults injected by seed into real flights and three generated warehouses, and what the product makes of them. Only the file's path and the question reach it.

const { values: options } = parseArgs({ options: {
  cases: { type: 'string' }, seed: { type: 'string' }, rows: { type: 'string' }, split: { type: 'string', default: 'train' },
  base: { type: 'string' }, only: { type: 'string' }, json: { type: 'string' },
  model: { type: 'boolean', default: false }, recording: { type: 'string' },
} })

const print = (text: string) => process.stdout.write(`${text}\n`)

// Seeds from 100 on are never looked at while building.
const seed = options.seed ?? (options.split === 'test' ? '100' : '1')
const cases = Number(options.cases ?? 300)
const chosen = options.base === undefined ? bases : bases.filter(({ name }) => options.base?.split(',').includes(name))
const told = Object.entries({ ...options, cases, seed }).filter(([name]) => name !== 'json' && name !== 'split')
const command = `npm run bench:accuracy --${told.map(([name, value]) => ` --${name} ${String(value)}`).join('')}`

const mark = (right: boolean) => right ? '+' : '-'
const line = ({ id, answer, problem, truth, spec }: Scored) => {
  if (answer === null) return `${id}: broke off: ${problem ?? ''}`
  const marks = truth === null ? mark(!answer.falseCause) : [answer.causeRight, answer.segmentRight, answer.onsetRight,
    answer.originRight].map(mark).join('')
  const told = `${answer.conclusion} ${answer.cause ?? ''} ${answer.seconds.toFixed(1)} s, ${answer.scans} scans`
  return [id.padEnd(38), marks.padEnd(4), told, ...spec.opaque ? ['(opaque)'] : [], ...spec.extras].join(' ')
}

/** Every case without a model and with each: a live one where there is a key, else three that behave badly. Nothing is published. */
const compareModels = async (where: Parameters<typeof createModelComparison>[0]) => {
  const models = await benchModels(options.recording ?? null)
  const compare = createModelComparison(where, models)
  const all: Compared[] = []
  for (const spec of planCases({ seed, bases: chosen, cases, only: options.only ?? null })) {
    const compared = await compare(spec)
    all.push(...compared)
    print(`${spec.id}: ${compared.map(({ model, outcome }) => `${model} ${outcome}`).join(', ') || 'no draw that can be seen'}`)
  }
  print(`\n${comparisonText(all, models)}`)
  for (const { stop } of models) await stop()
  if (all.some(({ outcome, uncited }) => outcome === 'worse' || uncited > 0)) process.exitCode = 1
}

const folder = await mkdtemp(join(tmpdir(), 'dataing-accuracy-'))
try {
  const basePath = createBases({ folder, seed, rows: options.rows === undefined ? null : Number(options.rows) })
  const where = { basePath, casePath: join(folder, 'case.duckdb'), seed }
  if (options.model) await compareModels(where)
  const runCase = createCaseRunner(where)
  const only = options.only ?? null
  const planned = options.model ? [] : planCases({ seed, bases: chosen, cases, only })
  const single = planned.length === 1
  const scored: Scored[] = []
  for (const spec of planned) {
    const result = await runCase(spec)
    if (result === null) print(`${spec.id}: no draw that can be seen`)
    else scored.push(result)
    if (options.json !== undefined) await writeFile(options.json, JSON.stringify(scored, null, 2))
    if (result !== null) print(single ? JSON.stringify(result, null, 2) : line(result))
  }
  const report = options.model ? '' : reportText(scored, command)
  if (!options.model) print(`\n${report}`)
  if (!options.model && options.split === 'test' && only === null) {
    const docs = join(import.meta.dirname, '../../docs')
    await mkdir(docs, { recursive: true })
    await writeFile(join(docs, 'accuracy.md'),
      `# Accuracy on injected faults\n\nHow it is measured: \`bench/accuracy/README.md\`. Fault authors never see the failures of seeds from 100 on before they are published here.\n\n${report}`)
    const shown = published(scored, { command, on: new Date().toISOString().slice(0, 10) })
    await writeFile(join(import.meta.dirname, '../../server/core/evidence/measuredAccuracy.json'), `${JSON.stringify(shown, null, 2)}\n`)
  }
} finally {
  await stopInvestigating()
  await rm(folder, { recursive: true, force: true })
}
