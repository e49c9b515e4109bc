// `kill -9` of the one worker while three requests wait: another process finds them as they were, and nothing is asked, decided or run twice.
import { afterEach, expect, test } from 'vitest'
import { change } from '../app/change.ts'
import { neverAsk } from '../core/approval/policy.ts'
import { endsCase } from '../core/investigation/endsCase.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { faultsOf } from '../testing/caseHistory.ts'
import { startJourney } from '../testing/journey.ts'

type Journey = Awaited<ReturnType<typeof startJourney>>
const journeys: Journey[] = []
afterEach(() => Promise.all(journeys.splice(0).map(journey => journey.end())))

const pending = async ({ pool }: Journey, { investigationId }: CaseRef) => {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT request_id AS id FROM approval_view WHERE investigation_id = $1 AND state = 'pending' ORDER BY 1`,
    [investigationId],
  )
  return rows.map(({ id }) => id)
}

/** Somebody approves, twice at once. */
const approve = (journey: Journey, ref: CaseRef, requestId: string) => {
  const decision = {
    requestId,
    outcome: 'approved',
    by: null,
    byName: 'the deadline',
    reason: null,
    change: null,
    behalf: null,
    seconded: null,
    grant: null,
    byGrant: null,
  } as const
  const late = new Date('2100-01-01T00:00:00Z')
  return Promise.all([1, 2].map(() => change(journey.store)(ref, { type: 'DecideApproval', decision, at: late })))
}

/** Approves whatever the case asks, until it has ended. */
const approveToEnd = async (journey: Journey, ref: CaseRef) => {
  const ended = async () => (await journey.store.load(ref)).some(({ event }) => endsCase(event))
  while (!(await ended())) {
    for (const id of await pending(journey, ref)) await approve(journey, ref, id)
    await expect
      .poll(async () => (await ended()) || (await pending(journey, ref)).length > 0, { timeout: 90_000, interval: 200 })
      .toBe(true)
  }
  return journey.store.load(ref)
}

test('cases whose worker is killed while three requests wait go on when they are decided', async () => {
  const journey = await startJourney()
  journeys.push(journey)
  const policy = { ...neverAsk, queries: 'ask', hours: 48 }
  await journey.pool.query(
    'INSERT INTO approval_policy (tenant_id, scope, policy, version, changed_at) VALUES ($1, $1, $2, 1, now())',
    [journey.tenantId, JSON.stringify(policy)],
  )
  const refs = await Promise.all([1, 2, 3].map(() => journey.openCase()))
  const waiting = () => Promise.all(refs.map(ref => pending(journey, ref)))

  const doomed = journey.start('worker')
  await expect.poll(waiting, { timeout: 90_000 }).toEqual([['query:series'], ['query:series'], ['query:series']])
  await doomed.kill()
  const before = await Promise.all(refs.map(ref => journey.store.load(ref)))

  await journey.start('worker').ready
  expect(await waiting()).toEqual([['query:series'], ['query:series'], ['query:series']])
  expect(await Promise.all(refs.map(ref => journey.store.load(ref)))).toEqual(before)
  for (const ref of refs) expect((await approve(journey, ref, 'query:series')).filter(({ ok }) => ok)).toHaveLength(1)

  for (const stored of await Promise.all(refs.map(ref => approveToEnd(journey, ref)))) {
    expect(faultsOf(stored)).toEqual([])
    expect(stored.at(-1)?.event.type).toBe('FindingReached')
    const decided = stored.flatMap(({ event }) =>
      event.type === 'ApprovalDecided' ? [event.data.decision.requestId] : [],
    )
    const asked = stored.flatMap(({ event }) => (event.type === 'ApprovalRequested' ? [event.data.request.id] : []))
    expect(asked.length).toBeGreaterThan(3)
    expect([new Set(decided).size, decided.toSorted()]).toEqual([decided.length, asked.toSorted()])
  }
}, 300_000)
