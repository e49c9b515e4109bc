import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { facts, newCase, opened, queryRan, stepGivenUp } from '../../server/testing/caseFacts.ts'
import { startStoreProcess } from '../../server/testing/storeProcess.ts'
import { durablePostgres } from '../shared/durablePostgres.ts'

// Appends a second, each with the case's own row and its query's row, against bare inserts of the same fact: same server, same writers, in turn.

const { values: options } = parseArgs({
  options: {
    writers: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
  },
})
const writers = Array.from({ length: Number(options.writers) }, (_, index) => index)
const seconds = Number(options.seconds)

const server = await durablePostgres()
const store = await startStoreProcess(server.url)
const tenant = await store.newTenant()
const clients = await Promise.all(
  writers.map(async () => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    return client
  }),
)

/** Runs `write(writer, sequence)` over and over in every writer; how often a second it was done. */
const rate = async (write: (writer: number, sequence: number) => Promise<unknown>) => {
  const end = performance.now() + seconds * 1_000
  let done = 0
  await Promise.all(
    writers.map(async writer => {
      for (let sequence = 2; performance.now() < end; sequence++) {
        await write(writer, sequence)
        done++
      }
    }),
  )
  return done / seconds
}

const insertOnly = () => {
  const ids = writers.map(() => randomUUID())
  return rate((writer, sequence) =>
    clients[writer]!.query({
      name: 'insert',
      text: 'INSERT INTO event_record (tenant_id, investigation_id, sequence, type, data, occurred_at) VALUES ($1, $2, $3, $4, $5, now())',
      values: [tenant.tenantId, ids[writer], sequence, 'QueryRan', JSON.stringify(queryRan('a').data)],
    }),
  )
}

const steps = { facts: [], 'facts and query': [], 'facts, query and job': [{ kind: 'conclude' }] } as const

const appends = (kind: keyof typeof steps) => async () => {
  const refs = await Promise.all(
    writers.map(async () => {
      const ref = newCase(tenant)
      await store.store.append(facts(ref, 0, opened(tenant)))
      return ref
    }),
  )
  return rate(async (writer, sequence) => {
    const event = kind === 'facts' ? stepGivenUp(JSON.stringify(queryRan('a'))) : queryRan(`${sequence}`)
    const saved = await store.store.append({ ...facts(refs[writer]!, sequence - 1, event), steps: steps[kind] })
    if (!saved.ok) throw new Error('An append lost without a rival')
  })
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const contenders = {
  'insert only': insertOnly,
  facts: appends('facts'),
  'facts and query': appends('facts and query'),
  'facts, query and job': appends('facts, query and job'),
}
const rates = new Map(Object.keys(contenders).map(name => [name, [] as number[]]))
for (let round = 0; round < Number(options.rounds); round++) {
  for (const [name, run] of Object.entries(contenders)) rates.get(name)?.push(await run())
}
const floor = median(rates.get('insert only') ?? [])
console.table(
  Object.fromEntries(
    [...rates].map(([name, all]) => [
      name,
      {
        'a second': Math.round(median(all)),
        'of insert only': (median(all) / floor).toFixed(2),
        'all rounds': all.map(Math.round).join(' '),
      },
    ]),
  ),
)
await Promise.all(clients.map(client => client.end()))
await store.close()
await server.stop()
