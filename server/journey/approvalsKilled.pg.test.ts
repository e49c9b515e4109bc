// `kill -9` of the one worker while three requests wait: another process finds them as they were, and nothing is asked, decided or run twice.
import { afterEach, expect, test } from 'vitest'
import { change } from '../app/change.ts'
import { neverAsk } from '../core/approval/policy.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { faultsOf } from '../testing/caseHistory.ts'
import { startJourney } from '../testing/journey.ts'
import { all } from '../testing/take.ts'

type Journey = Awaited<ReturnType<typeof startJourney>>
const never = new AbortController().signal
const journeys: Journey[] = []
afterEach(() => Promise.all(journeys.splice(0).map(journey => journey.end())))

const pending = async ({ pool }: Journey, { investigationId }: CaseRef) => {
  const { rows } = await pool.query<{ id: string }>(`SELECT request_id AS id FROM approval_view WHERE investigation_id = $1 AND state = 'pending' ORDER BY 1`, [investigationId])
  return rows.map(({ id }) => id)
}

/** Somebody approves, twice at once. */
const approve = (journey: Journey, ref: CaseRef, requestId: string) => {
  const decision = { requestId, outcome: 'approved', by: null, byName: 'the deadline', reason: null, change: null } as const
  const late = new Date('2100-01-01T00:00:00Z')
  return Promise.all([1, 2].map(() => change(journey.store)(ref, { type: 'DecideApproval', decision, at: late })))
}

test('a case whose worker is killed while three requests wait goes on when they are decided', async () => {
  const journey = await startJourney()
  journeys.push(journey)
  const policy = { ...neverAsk, queries: 'ask', hours: 48 }
  await journey.pool.query('INSERT INTO approval_policy (tenant_id, scope, policy, version, changed_at) VALUES ($1, $1, $2, 1, now())', [journey.tenantId, JSON.stringify(policy)])
  const ref = await journey.openCase()
  const seen = all(journey.feed.follow(ref, 0, never))
  const waits = async (ids: readonly string[]) => expect.poll(() => pending(journey, ref), { timeout: 60_000 }).toEqual(ids)

  const doomed = journey.start('worker')
  await waits(['query:series'])
  await approve(journey, ref, 'query:series')
  await waits(['query:values'])
  await approve(journey, ref, 'query:values')
  await expect.poll(async () => (await pending(journey, ref)).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3)
  const three = await pending(journey, ref)
  await doomed.kill()
  const before = await journey.store.load(ref)

  await journey.start('worker').ready
  expect(await pending(journey, ref)).toEqual(three)
  expect((await journey.store.load(ref)).slice(0, before.length)).toEqual(before)
  for (const id of three) expect((await approve(journey, ref, id)).filter(({ ok }) => ok)).toHaveLength(1)

  let more = true
  void seen.then(() => { more = false })
  while (more) {
    for (const id of await pending(journey, ref)) await approve(journey, ref, id)
    await expect.poll(async () => !more || (await pending(journey, ref)).length > 0, { timeout: 60_000 }).toBe(true)
  }
  const stored = await seen
  expect(faultsOf(stored)).toEqual([])
  expect(stored.at(-1)?.event.type).toBe('FindingReached')
  const decided = stored.flatMap(({ event }) => event.type === 'ApprovalDecided' ? [event.data.decision.requestId] : [])
  const asked = stored.flatMap(({ event }) => event.type === 'ApprovalRequested' ? [event.data.request.id] : [])
  expect([new Set(decided).size, decided.toSorted()]).toEqual([decided.length, asked.toSorted()])
}, 300_000)
