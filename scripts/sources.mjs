// `npm run test:sources`: every kind of data source on the server it is proven against. The last lines are a table of what was proven, and what was not and why.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { generatePrisma } from './lib/generate.mjs'
import { ensureBigquery } from './lib/bigquery.mjs'
import { ensureFakesnow } from './lib/fakesnow.mjs'
import { ensureMariadb } from './lib/mariadb.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { bin, foreground, root, say } from './lib/run.mjs'
import { ensureTrino } from './lib/trino.mjs'

const CONTRACTS = {
  postgres: 'postgres.pg.test.ts',
  duckdb: 'duckdb.test.ts',
  mysql: 'mysql.sources.test.ts',
  trino: 'trino.sources.test.ts',
  redshift: 'redshift.sources.test.ts',
  snowflake: 'snowflake.sources.test.ts',
  bigquery: 'bigquery.sources.test.ts',
}

await ensurePackages()
await generatePrisma()
await ensureMariadb()
const environment = { ...(await ensureTrino()), ...(await ensureFakesnow()), ...(await ensureBigquery()) }

const [report, found] = ['dist/sources-report.json', 'dist/sources.json'].map(path => join(root, path))
mkdirSync(join(root, 'dist'), { recursive: true })
for (const path of [report, found]) rmSync(path, { force: true })
const files = ['sources.test.ts', ...['postgres.pg.test.ts', 'duckdb.test.ts'].map(file => `dataSources/${file}`)]
const code = await foreground(
  bin('vitest'),
  [
    'run',
    '--project',
    'sources',
    '--project',
    'pg',
    '--project',
    'unit',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...files,
    ...process.argv.slice(2),
  ],
  environment,
)
if (!existsSync(report) || !existsSync(found)) process.exit(code || 1)

const tests = JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(({ name, assertionResults }) =>
  assertionResults.map(test => ({ ...test, file: name.split('/').at(-1) })),
)
const tally = list => {
  const of = status => list.filter(test => test.status === status).length
  return `${of('passed')} passed${of('failed') > 0 ? `, ${of('failed')} FAILED` : ''}${of('skipped') + of('pending') > 0 ? `, ${of('skipped') + of('pending')} do not apply` : ''}`
}
const rows = JSON.parse(readFileSync(found, 'utf8')).map(({ kind, standIn, missing, server }) => {
  const contract = tests.filter(({ file }) => file === CONTRACTS[kind])
  const measures = tests.filter(
    ({ file, ancestorTitles }) => file === 'measures.sources.test.ts' && ancestorTitles.includes(kind),
  )
  if (missing !== null) return [kind, '–', 'not run', 'not run', missing]
  const same = kind === 'postgres' ? 'the reference' : tally(measures)
  return [
    kind,
    server ?? '?',
    tally(contract),
    same,
    standIn ? 'a stand-in: no such server can be had' : 'the real server',
  ]
})
const table = [['source', 'server', 'contract', 'same numbers', 'proven on'], ...rows]
const widths = table[0].map((_, column) => Math.max(...table.map(row => row[column].length)))
for (const row of table) say(row.map((cell, column) => cell.padEnd(widths[column])).join('   '))
process.exit(code)
