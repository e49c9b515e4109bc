// `kill -9` of the one worker at each boundary between steps, and in the middle of a query: another process goes on from the last fact.
import { afterEach, expect, test } from 'vitest'
import { endsCase } from '../core/investigation/endsCase.ts'
import type { InvestigationEvent } from '../core/investigation/events.ts'
import type { StoredEvent } from '../core/ports/investigationStore.ts'
import { faultsOf } from '../testing/caseHistory.ts'
import { startJourney } from '../testing/journey.ts'
import { all } from '../testing/take.ts'

const never = new AbortController().signal
const journeys: Awaited<ReturnType<typeof startJourney>>[] = []
afterEach(() => Promise.all(journeys.splice(0).map(journey => journey.end())))

const setOut = async () => {
  const journey = await startJourney()
  journeys.push(journey)
  return journey
}

/** Kills the worker as soon as `boundary` holds, lets another go on, and gives the finished history as a subscriber saw it. */
const killAt = async (boundary: (event: InvestigationEvent) => boolean) => {
  const journey = await setOut()
  const ref = await journey.openCase()
  const seen = all(journey.feed.follow(ref, 0, never))
  const doomed = journey.start('worker')
  for await (const { event } of journey.feed.follow(ref, 0, never)) if (boundary(event)) break
  await doomed.kill()
  journey.start('worker')
  return { seen: await seen, stored: await journey.store.load(ref) }
}

const findingIn = (stored: readonly StoredEvent[]) => {
  const last = stored.at(-1)?.event
  return last?.type === 'FindingReached' ? last.data.finding : last?.type
}

const boundaries: Readonly<Record<string, (event: InvestigationEvent) => boolean>> = {
  'it is open': event => event.type === 'InvestigationOpened',
  'its context is gathered': event => event.type === 'ContextGathered',
  'its anomaly is measured': event => event.type === 'AnomalyMeasured',
  'its hypotheses are proposed': event => event.type === 'PredictionRegistered',
  'its first scan is read': event => event.type === 'SignalMeasured' && event.data.signal.scan !== 'series',
  'its evidence is weighed': event => event.type === 'EvidenceRecorded',
  'it has ended': endsCase,
}

test('a case whose worker is killed at any boundary ends as if nothing had been, no fact twice', async () => {
  const ended = await Promise.all(
    Object.entries(boundaries).map(async ([name, boundary]) => ({ name, ...(await killAt(boundary)) })),
  )
  expect(findingIn(ended.at(-1)?.stored ?? [])).toHaveProperty('conclusion')
  for (const { name, seen, stored } of ended) {
    expect({ when: name, faults: faultsOf(stored) }).toEqual({ when: name, faults: [] })
    expect(findingIn(stored)).toEqual(findingIn(ended.at(-1)?.stored ?? []))
    expect(seen).toEqual(stored)
  }
}, 400_000)

test('a case whose worker is killed in the middle of a query asks again and ends, no fact twice', async () => {
  const journey = await setOut()
  const ref = await journey.openCase()
  const seen = all(journey.feed.follow(ref, 0, never))
  await journey.warehouse.query('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE')
  const doomed = journey.start('worker')
  const asking = async () =>
    (await journey.warehouse.query("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'orders'::regclass"))
      .rowCount
  await expect.poll(asking, { timeout: 60_000 }).toBe(1)
  await doomed.kill()
  await journey.warehouse.query('ROLLBACK')
  journey.start('worker')
  const history = await seen
  expect(faultsOf(history)).toEqual([])
  expect(history.at(-1)?.event.type).toBe('FindingReached')
  expect(history).toEqual(await journey.store.load(ref))
}, 200_000)
