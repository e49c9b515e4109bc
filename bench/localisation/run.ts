import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { makeCube, type CubeFamily } from './cube.ts'
import { hiddenCubes, locatedCubes, noiseCubes, visibleCubes } from './cubeFamilies.ts'
import { alertDay, seedOf, type Incident } from './incident.ts'
import { locate, stopLocating } from './locate.ts'
import { readRates, readSums } from './published.ts'
import { elsewhereRow, f1Row, namedRow, reportText, topRows, type Row } from './report.ts'
import { makeRows } from './rows.ts'
import { rowFamilies } from './rowFamilies.ts'
import { score, type Scored } from './score.ts'

// Where does the report say it is? Each instance becomes a table of a DuckDB file; only its path and the question reach the product.

const {
  values: { data, cases, seed, only },
} = parseArgs({
  options: {
    data: { type: 'string' },
    cases: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
})
const print = (text: string) => process.stdout.write(`${text}\n`)
const folder = await mkdtemp(join(tmpdir(), 'dataing-localisation-'))

const run = async (incident: Incident): Promise<Scored> => {
  const path = join(folder, 'facts.duckdb')
  await rm(path, { force: true })
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  await incident.fill(connection)
  connection.closeSync()
  instance.closeSync()
  const { metric } = incident
  return score(
    incident,
    await locate(path, {
      table: { schema: 'main', name: 'facts' },
      metric,
      day: alertDay,
      timeColumn: 'day',
      timeZone: 'UTC',
      wholeTable: false,
    }),
  )
}

const runAll = async (incidents: readonly Incident[]): Promise<readonly Scored[]> => {
  const scored: Scored[] = []
  for (const incident of incidents) {
    const one = await run(incident)
    scored.push(one)
    if (one.answer.problem !== null) print(`  ${incident.name}: ${one.answer.problem}`)
  }
  return scored
}

const many = <T>(name: string, make: (seed: number) => T, times = 1): readonly T[] =>
  Array.from({ length: Number(cases) * times }, (_, place) => make(seedOf(`${seed} ${name} ${place}`)))
const cubes = (name: string, families: readonly CubeFamily[], times = 1) =>
  many(name, from => from, times).map((from, place) =>
    makeCube(from, families[place % families.length] ?? families[0] ?? locatedCubes[0] ?? never()),
  )
/** What happens in one of fifty needs many to be told. */
const noiseTimes = 5
const never = (): never => {
  throw new Error('No family to draw from')
}

type Group = { readonly name: string; readonly rows: (set: string) => Promise<readonly Row[]> }

const groups: readonly Group[] = [
  ...(data === undefined
    ? []
    : ([
        { name: 'S50', rows: async set => [f1Row(await runAll(readSums(data, 'S50')), { set, target: 0.95 })] },
        { name: 'L50', rows: async set => [f1Row(await runAll(readSums(data, 'L50')), { set, target: 0.99 })] },
        { name: 'RS135', rows: async set => topRows(await runAll(readRates(data)), set) },
      ] satisfies readonly Group[])),
  ...locatedCubes.map((family): Group => ({
    name: family.name,
    rows: async set => [f1Row(await runAll(cubes(set, [family])), { set, target: family.target })],
  })),
  {
    name: 'cubes of noise',
    rows: async set => [namedRow(await runAll(cubes(set, noiseCubes, noiseTimes)), { set, target: 0.02 })],
  },
  {
    name: 'cause not among the dimensions',
    rows: async set => {
      const scored = await runAll([...cubes(set, hiddenCubes), ...cubes(`${set}, at hand`, visibleCubes)])
      return [elsewhereRow(scored, { set, target: 0.92 })]
    },
  },
  ...rowFamilies.map(({ name, ...family }): Group => ({
    name,
    rows: async set => {
      const scored = await runAll(many(set, from => makeRows(from, family)))
      return [
        family.kind === 'located' ? f1Row(scored, { set, target: null }) : namedRow(scored, { set, target: 0.02 }),
      ]
    },
  })),
]

try {
  const rows: Row[] = []
  for (const { name, rows: measure } of groups.filter(group => group.name.includes(only))) {
    const measured = await measure(name)
    rows.push(...measured)
    for (const { figure, value } of measured) print(`${name}: ${figure} ${value.toFixed(3)}`)
  }
  const command = `npm run bench:localisation --${data === undefined ? '' : ' --data DIR'} --cases ${cases} --seed ${seed}`
  const text = reportText(rows)
  print(`\n${text}`)
  const page = [
    '# Finding the segment',
    'How it is measured: `bench/localisation/README.md`.',
    `\`${command}\``,
    text,
  ].join('\n\n')
  if (only === '') await writeFile(join(import.meta.dirname, '../../docs/localisation.md'), page)
} finally {
  await stopLocating()
  await rm(folder, { recursive: true, force: true })
}
