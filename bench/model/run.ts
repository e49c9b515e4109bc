import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { stopInvestigating } from '../../server/testing/investigate.ts'
import { misbehaving, type Misbehaviour } from '../../server/testing/misbehaving.ts'
import { chosenBases } from '../accuracy/bases/index.ts'
import { createBases } from '../accuracy/createBases.ts'
import { createCaseMaker } from '../accuracy/makeCase.ts'
import { planCases } from '../accuracy/plan.ts'
import { askWithout, compareWith, differs, leaksWhenOpen, type Compared } from './compare.ts'
import { plant } from './plant.ts'
import { isGood, modelPage, modelTable } from './report.ts'

// What models at their worst make of investigations: nothing, or this fails.

const { values: options } = parseArgs({
  options: {
    models: { type: 'string' },
    cases: { type: 'string', default: '30' },
    seed: { type: 'string', default: '7' },
    rows: { type: 'string', default: '20000' },
    base: { type: 'string', default: 'shop,billing' },
    only: { type: 'string' },
  },
})
const print = (text: string) => process.stdout.write(`${text}\n`)

const models = (Object.keys(misbehaving) as Misbehaviour[]).filter(
  name => options.models === undefined || options.models.split(',').includes(name),
)
const plan = {
  seed: options.seed,
  cases: Number(options.cases),
  bases: chosenBases(options.base),
  only: options.only ?? null,
}
const folder = await mkdtemp(join(tmpdir(), 'dataing-model-'))
const make = createCaseMaker({
  basePath: createBases({ folder, seed: options.seed, rows: Number(options.rows) }),
  casePath: join(folder, 'case.duckdb'),
  seed: options.seed,
})

try {
  const all: Compared[] = []
  let control = 0
  let unsteady = 0
  for (const [turn, spec] of planCases(plan).entries()) {
    const made = await make(spec)
    if (made === null) continue
    await plant(made.path, made.question)
    const without = await askWithout(made)
    if (differs(without)) unsteady++
    const own: Compared[] = []
    for (const model of models) own.push(await compareWith(made, { id: spec.id, model, turn, without }))
    if (control === 0 && own.some(({ requests }) => requests > 1)) control = await leaksWhenOpen(made)
    all.push(...own)
    print(
      `${spec.id}: ${own.map(each => `${each.model} ${isGood(each) ? 'harmless' : JSON.stringify(each)}`).join(', ')}`,
    )
  }
  print(
    `\n${modelTable(all)}\n\nThe controls: an open data source, ${control} requests with a canary; two runs without a model, ${unsteady} verdicts moved.`,
  )
  const isWhole = options.only === undefined && models.length === Object.keys(misbehaving).length
  if (isWhole)
    await writeFile(
      join(import.meta.dirname, '../../docs/model.md'),
      modelPage(all, { command: 'npm run bench:model', control, unsteady }),
    )
  if (!all.every(isGood) || control === 0) process.exitCode = 1
} finally {
  await stopInvestigating()
  await rm(folder, { recursive: true, force: true })
}
