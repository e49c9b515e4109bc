// Two APIs and two workers on one PostgreSQL, one of them killed every few seconds: nothing is lost or doubled, and every subscriber sees it all.
// The full run: CHAOS_CASES=200 npx vitest run --project pg server/journey/chaos.pg.test.ts
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { asId, type InvestigationId } from '../core/shared/ids.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import { ask, followToEnd, type ApiClient } from '../testing/apiClient.ts'
import { faultsOf } from '../testing/caseHistory.ts'
import { startJourney } from '../testing/journey.ts'
import { arrive } from '../testing/journeyPerson.ts'
import { shopQuestion } from '../testing/shopWarehouse.ts'
import { meteredQueries } from '../testing/metered.ts'

const CASES = Number(process.env['CHAOS_CASES'] ?? 20)
const AT_ONCE = 12
const START = `mutation($input: InvestigationStartInput!) { investigationStart(input: $input) {
  __typename ... on InvestigationStartPayload { investigation { id } } } }`

type Journey = Awaited<ReturnType<typeof startJourney>>
type Role = 'api' | 'worker'

/** A place in which one process after the other does its role. */
const createSlot = (journey: Journey, role: Role) => {
  const begin = () => {
    const started = Date.now()
    const running = journey.start(role)
    // On a slow machine, where all are busy starting, it is left to work for as long as its start took.
    return { ...running, worked: running.ready.then(() => sleep(Date.now() - started)) }
  }
  let running = begin()
  return {
    ready: () => running.ready,
    /** Kills it once it has done something: who waits for one that never began would wait for ever. */
    async replace() {
      await running.worked
      await running.kill()
      running = begin()
    },
  }
}
type Slot = ReturnType<typeof createSlot>

type Tally = { kills: number }

/** Kills a process every one to three seconds, each slot as often as the others, until told to stop: each lives long enough to do something. */
const killAround = async (slots: readonly Slot[], tally: Tally, done: AbortSignal) => {
  while (!done.aborted) {
    await sleep(1_000 + 2_000 * Math.random(), undefined, { signal: done }).catch(() => {})
    if (done.aborted) break
    await slots[tally.kills % slots.length]?.replace()
    tally.kills++
  }
}

const investigate = async (journey: Journey, client: ApiClient) => {
  const { table, metric, ...when } = shopQuestion
  const investigationId = asId<InvestigationId>(randomUUID())
  const input = {
    ...when,
    clientId: investigationId,
    dataSourceId: printGlobalId('DataSource', journey.dataSourceId),
    schema: table.schema,
    table: table.name,
    metric: { kind: 'NULL_RATE', columns: [metric.column] },
  }
  expect((await ask(client, START, { input })).data).toMatchObject({
    investigationStart: { __typename: 'InvestigationStartPayload' },
  })
  const seen = await followToEnd(client, printGlobalId('Investigation', investigationId))
  return { seen, stored: await journey.store.load({ tenantId: journey.tenantId, investigationId }) }
}

let journey: Journey
const done = new AbortController()
afterEach(async () => {
  done.abort()
  await journey.end()
})

test(
  `${CASES} investigations, with two APIs and two workers killed in turn, all end; no fact twice, no subscriber misses one`,
  async () => {
    journey = await startJourney()
    const slots = (['worker', 'api', 'worker', 'api'] as const).map(role => ({ role, slot: createSlot(journey, role) }))
    const apis = slots.flatMap(({ role, slot }) => (role === 'api' ? [slot] : []))
    let asked = 0
    const address = () => apis[asked++ % 2]?.ready() ?? Promise.reject(new Error('No API'))
    const client = await arrive(journey, address, { name: 'Ada', role: 'owner' })
    const tally: Tally = { kills: 0 }
    const killing = killAround(
      slots.map(({ slot }) => slot),
      tally,
      done.signal,
    )
    let begun = 0
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        // On a fast machine the cases end before every process was killed once; then there are more of them.
        while (begun < CASES || tally.kills < slots.length) {
          begun++
          const { seen, stored } = await investigate(journey, client)
          expect(faultsOf(stored)).toEqual([])
          expect(seen).toEqual(stored.map(fact => fact.sequence))
          expect(stored.at(-1)?.event).toMatchObject({ type: 'FindingReached' })
        }
      }),
    )
    done.abort()
    await killing
    expect(tally.kills).toBeGreaterThanOrEqual(slots.length)
    const { rows } = await journey.pool.query(
      'SELECT status, count(*)::int AS cases FROM investigation_view GROUP BY status',
    )
    expect(rows).toEqual([{ status: 'concluded', cases: begun }])
    // What the facts say was used is what was metered, to the row and the millisecond, however often a step was delivered.
    const metered = await meteredQueries(journey.pool)
    expect(metered.entries).toEqual(metered.facts)
  },
  60_000 + CASES * 30_000,
)
