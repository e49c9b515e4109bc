// The whole program over a PostgreSQL of ten thousand tables: reads their schema as it does every night, then searches it as the page does, over HTTP.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { serverEnvironment, serverFlags } from '../../scripts/lib/serverNode.mjs'
import { installation, startDataing } from '../../server/testing/dataingProcess.ts'
import { durablePostgres } from '../shared/durablePostgres.ts'
import { readMemory, samplerOf } from '../speed/measure.ts'
import { fillWarehouse } from './warehouse.ts'

const { values: options } = parseArgs({
  options: {
    tables: { type: 'string', default: '10000' },
    columns: { type: 'string', default: '20' },
    runs: { type: 'string', default: '40' },
    /** The most memory, in MB, that JavaScript may take. */
    heap: { type: 'string', default: '256' },
    out: { type: 'string', default: join(import.meta.dirname, '../../docs/catalogue.md') },
  },
})
const size = { tables: Number(options.tables), columns: Number(options.columns) }
const TARGET_MS = 300

const folder = mkdtempSync(join(tmpdir(), 'dataing-catalogue-'))
const server = await durablePostgres()
const say = (text: string) => {
  process.stdout.write(`${text}\n`)
}
const seconds = async (work: () => Promise<unknown>) => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
const quantile = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0

const settings = await fillWarehouse(server.url, size)
say(`${size.tables} tables are made`)

const file = join(folder, 'memory.json')
const memoryNow = () => readMemory(file)?.rss ?? 0
const flags = [...serverFlags, `--max-old-space-size=${options.heap}`, `--import=${samplerOf(file)}`]
const installed = { ...installation(server.url), env: { ...serverEnvironment, NODE_OPTIONS: flags.join(' ') } }
const api = startDataing(installed, 'api')
const setUpAt = await api.saidAfter('Set up your workspace at ')
const origin = await api.ready

type Answer = {
  readonly data?: Readonly<Record<string, unknown>>
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}
let cookie = ''
/** The answer, and how long it took; where the program takes no more of this caller for now, that is waited for and not counted. */
const timed = async (
  query: string,
  variables: object,
): Promise<{ readonly data: Answer['data']; readonly ms: number }> => {
  for (;;) {
    const started = performance.now()
    const response = await fetch(new URL('graphql', origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = JSON.parse(await response.text()) as Answer
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    if (!errors) return { data, ms: performance.now() - started }
    if (errors[0]?.extensions?.code !== 'RATE_LIMITED') throw new Error(errors[0]?.message)
    await sleep(2000)
  }
}
const done = async (query: string, input: object) => {
  const payload = (await timed(query, { input })).data?.['done'] as Readonly<Record<string, unknown>> & {
    readonly message?: string
  }
  if (payload.message !== undefined) throw new Error(payload.message)
  return payload
}

const ERROR = '... on UserError { message }'
await done(`mutation($input: SetUpInput!) { done: setUp(input: $input) { __typename ${ERROR} } }`, {
  token: new URL(setUpAt).searchParams.get('token'),
  tenantName: 'Bench',
  name: 'Ada',
  email: 'ada@example.com',
  password: 'correct horse battery staple',
})
const connected = await done(
  `mutation($input: DataSourceConnectInput!) { done: dataSourceConnect(input: $input) { ${ERROR} ... on DataSourceConnectPayload { dataSource { id } } } }`,
  { name: 'Warehouse', kind: 'postgres', settings },
)
const { id } = connected['dataSource'] as { readonly id: string }
const read = () =>
  done(
    `mutation($input: SchemaReadInput!) { done: schemaRead(input: $input) { ${ERROR} ... on SchemaReadPayload { changes } } }`,
    { dataSourceId: id },
  )

const idle = memoryNow()
const first = await seconds(read)
const again = await seconds(read)
const busy = memoryNow()

const SEARCH = `query($id: ID!, $search: String) { node(id: $id) { ... on DataSource { catalogue {
  tableCount schemas(search: $search) { name tableCount } tables(search: $search, first: 500) { schema name isView rowEstimate matchedColumns } } } } }`
const searches = ['', 'order', 'order_77', 'payment_3', 'schema_7.user', 'nothing like it']
const found = new Map<string, readonly number[]>()
for (const search of searches) {
  const times: number[] = []
  for (let run = 0; run < Number(options.runs); run += 1) times.push((await timed(SEARCH, { id, search })).ms)
  found.set(search, times)
}
await api.kill()
await server.stop()
for (const path of [folder, installed.dataFolder]) rmSync(path, { recursive: true, force: true })

const all = [...found.values()].flat()
const row = (name: string, times: readonly number[]) =>
  `| ${name} | ${quantile(times, 0.5).toFixed(0)} | ${quantile(times, 0.95).toFixed(0)} | ${Math.max(...times).toFixed(0)} |`
const page = `# A catalogue of ${size.tables.toLocaleString('en')} tables

\`npm run bench:catalogue\` makes them in a real PostgreSQL (${size.columns} columns each, one in a hundred a view), connects it to the program as it is deployed, has its schema read, and searches
it over HTTP as the page does, one search after the other. Measured on ${new Date().toISOString().slice(0, 10)} on ${cpus().length} cores.

| What | |
| --- | --- |
| schema read for the first time | ${first.toFixed(1)} s |
| read again, unchanged | ${again.toFixed(1)} s |
| memory of the process before | ${idle.toFixed(0)} MB |
| at most while it read | ${busy.toFixed(0)} MB, with ${options.heap} MB allowed for JavaScript |

| Search | p50, ms | p95, ms | slowest, ms |
| --- | --- | --- | --- |
${[...found].map(([search, times]) => row(search === '' ? '(none)' : `\`${search}\``, times)).join('\n')}
${row('all of them', all)}

Target: p95 of at most ${TARGET_MS} ms.
`
say(page)
if (options.out !== '') writeFileSync(options.out, page)
process.exit(quantile(all, 0.95) <= TARGET_MS ? 0 : 1)
