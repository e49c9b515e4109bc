import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { investigate, stopInvestigating } from '../../server/testing/investigate.ts'
import { makeBase } from './base.ts'
import { createCaseMaker, type CaseMaker } from './makeCase.ts'
import { metricText } from './metricSql.ts'
import { casesPerRound, planCases, type CaseSpec } from './plan.ts'
import { reportText } from './report.ts'
import { groupOf, scoreAnswer, type Scored } from './score.ts'

// Faults injected by seed into real flights, and what the product makes of them. Only the file's path and the question reach the product.

const { values: options } = parseArgs({ options: {
  cases: { type: 'string' }, seed: { type: 'string', default: '1' }, rows: { type: 'string', default: '3000000' },
  only: { type: 'string' }, json: { type: 'string' },
} })

const print = (text: string) => process.stdout.write(`${text}\n`)

const runCase = async (maker: CaseMaker, spec: CaseSpec): Promise<Scored> => {
  const made = await maker.make(spec)
  const base = {
    id: spec.id, group: groupOf(spec), metric: metricText(made.question.metric), day: made.question.day, truth: made.truth, effect: made.effect,
    spec: spec.type === 'fault' ? { scope: spec.scope, strength: spec.strength } : { scope: 'none', strength: 'none' },
  }
  try {
    const { finding, failure, ...given } = await investigate({ path: made.path, question: made.question })
    if (finding === null) return { ...base, answer: null, problem: failure ?? 'no finding' }
    return { ...base, answer: scoreAnswer({ finding, ...given }, made.truth), problem: null }
  } catch (error) {
    // A benchmark counts a crash as a wrong answer and goes on; the message stands in the list of failures.
    return { ...base, answer: null, problem: error instanceof Error ? error.message.slice(0, 200) : String(error) }
  } finally {
    await maker.discard(made)
  }
}

const line = ({ id, answer, problem, truth }: Scored) => {
  const mark = (right: boolean) => right ? '+' : '-'
  if (answer === null) return `${id}: broke off: ${problem ?? ''}`
  const marks = truth === null ? mark(!answer.falseCause) : `${mark(answer.causeRight)}${mark(answer.segmentRight)}${mark(answer.onsetRight)}`
  return `${id.padEnd(34)} ${marks.padEnd(3)} ${answer.conclusion} ${answer.cause ?? ''} ${answer.seconds.toFixed(1)} s, ${answer.scans} scans`
}

const folder = await mkdtemp(join(tmpdir(), 'dataing-accuracy-'))
try {
  const basePath = join(folder, 'base.duckdb')
  const cases = options.cases === undefined ? casesPerRound(options.seed) : Number(options.cases)
  print(`Building the undamaged flights (seed ${options.seed}) …`)
  await makeBase(basePath, { seed: options.seed, rows: Number(options.rows) })
  const maker = createCaseMaker({ basePath, casePath: join(folder, 'case.duckdb'), seed: options.seed })
  const planned = planCases({ seed: options.seed, cases: options.only === undefined ? cases : Math.max(cases, 10 * casesPerRound(options.seed)) })
  const scored: Scored[] = []
  for (const spec of options.only === undefined ? planned : planned.filter(({ id }) => id === options.only)) {
    const result = await runCase(maker, spec)
    print(options.only === undefined ? line(result) : JSON.stringify(result, null, 2))
    scored.push(result)
  }
  const report = reportText(scored, `npm run bench:accuracy -- --cases ${scored.length} --seed ${options.seed} --rows ${options.rows}`)
  print(`\n${report}`)
  if (options.only === undefined) {
    const docs = join(import.meta.dirname, '../../docs')
    await mkdir(docs, { recursive: true })
    await writeFile(join(docs, 'accuracy.md'), `# Accuracy on real flights\n\nHow it is measured: \`bench/accuracy/README.md\`.\n\n${report}`)
  }
  if (options.json !== undefined) await writeFile(options.json, JSON.stringify(scored, null, 2))
} finally {
  await stopInvestigating()
  await rm(folder, { recursive: true, force: true })
}
