import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cancelled, facts, newCase, opened, queryRan, stepGivenUp, type TestTenant } from '../../testing/caseFacts.ts'
import type { Step } from '../investigation/step.ts'
import type { CaseRef } from '../shared/ids.ts'
import type { InvestigationStore } from './investigationStore.ts'

export type StoreFixture = {
  /** Two stores over the same facts, as two processes have them. */
  readonly stores: readonly [InvestigationStore, InvestigationStore]
  newTenant(): Promise<TestTenant>
  /** The steps sent as jobs for a case, in the order of their keys where they were sent together. */
  sentJobs(ref: CaseRef): Promise<readonly Step[]>
  close(): Promise<void>
}

const RACERS = 20
const conflict = { ok: false, problem: { code: 'version-conflict' } }

/** What every store keeps. `rounds` is how often each race is run. */
export const investigationStoreContract = (name: string, makeFixture: () => Promise<StoreFixture>, rounds: number) => {
  describe(`the facts in ${name}`, () => {
    let fixture: StoreFixture
    let tenant: TestTenant
    let store: InvestigationStore
    beforeAll(async () => {
      fixture = await makeFixture()
      store = fixture.stores[0]
      tenant = await fixture.newTenant()
    })
    afterAll(() => fixture.close())

    const openCase = async () => {
      const ref = newCase(tenant)
      await store.append({ ...facts(ref, 0, opened(tenant)), steps: [{ kind: 'gatherContext' }] })
      return ref
    }
    const race = (ref: CaseRef, version: number) =>
      Promise.all(
        Array.from({ length: RACERS }, (_, racer) =>
          fixture.stores[racer % 2 ? 1 : 0].append({
            ...facts(ref, version, version === 0 ? opened(tenant) : queryRan(`${racer}`), stepGivenUp(`${racer}`)),
            steps: [{ kind: 'conclude' }],
          }),
        ),
      )

    test('facts come back in order, counted from one', async () => {
      const ref = newCase(tenant)
      expect(await store.append(facts(ref, 0, opened(tenant), queryRan('a')))).toEqual({
        ok: true,
        value: { version: 2 },
      })
      expect(await store.append(facts(ref, 2, queryRan('b'), cancelled))).toEqual({ ok: true, value: { version: 4 } })
      const stored = await fixture.stores[1].load(ref)
      expect(stored.map(({ sequence, event }) => [sequence, event])).toEqual([
        [1, opened(tenant)],
        [2, queryRan('a')],
        [3, queryRan('b')],
        [4, cancelled],
      ])
      expect(stored.map(fact => fact.occurredAt.getTime())).toEqual(
        stored.map(fact => fact.occurredAt.getTime()).sort((a, b) => a - b),
      )
    })

    test('a case that was never opened has no facts', async () => {
      expect(await store.load(newCase(tenant))).toEqual([])
    })

    test('each step due is sent as one job', async () => {
      const ref = await openCase()
      await store.append({
        ...facts(ref, 1, queryRan('a')),
        steps: [
          { kind: 'runScan', scan: 'profile' },
          { kind: 'runScan', scan: 'segments' },
        ],
      })
      expect(await fixture.sentJobs(ref)).toEqual([
        { kind: 'gatherContext' },
        { kind: 'runScan', scan: 'profile' },
        { kind: 'runScan', scan: 'segments' },
      ])
    })

    test.for([
      [0, 'behind'],
      [2, 'ahead of'],
    ] as const)('a decision made on version %i, %s the case, saves neither fact nor job', async ([version]) => {
      const ref = await openCase()
      const event = version === 0 ? opened(tenant) : queryRan('a')
      expect(await store.append({ ...facts(ref, version, event), steps: [{ kind: 'conclude' }] })).toEqual(conflict)
      expect((await store.load(ref)).map(fact => fact.event)).toEqual([opened(tenant)])
      expect(await fixture.sentJobs(ref)).toEqual([{ kind: 'gatherContext' }])
    })

    test('a case that was never opened cannot be moved on', async () => {
      const ref = newCase(tenant)
      expect(await store.append(facts(ref, 1, queryRan('a')))).toEqual(conflict)
      expect(await store.load(ref)).toEqual([])
    })

    test('another tenant neither sees a case nor adds to it', async () => {
      const ref = await openCase()
      const foreign = { ...ref, tenantId: (await fixture.newTenant()).tenantId }
      expect(await store.load(foreign)).toEqual([])
      expect(await store.append({ ...facts(foreign, 1, queryRan('a')), steps: [{ kind: 'conclude' }] })).toEqual(
        conflict,
      )
      expect(await store.append(facts(foreign, 0, opened(tenant)))).toEqual(conflict)
      expect(await store.append(facts(ref, 1, queryRan('own')))).toEqual({ ok: true, value: { version: 2 } })
      expect((await store.load(ref)).map(fact => fact.event)).toEqual([opened(tenant), queryRan('own')])
      expect(await fixture.sentJobs(foreign)).toEqual([])
    })

    test.for([
      [0, 'open a case'],
      [1, 'move a case on'],
    ] as const)(
      `of ${RACERS} who from version %i %s at once, exactly one wins`,
      { timeout: 120_000 },
      async ([version]) => {
        for (let round = 0; round < rounds; round++) {
          const ref = version === 0 ? newCase(tenant) : await openCase()
          const outcomes = await race(ref, version)
          const winners = outcomes.flatMap((outcome, racer) => (outcome.ok ? [racer] : []))
          expect(winners).toHaveLength(1)
          expect(outcomes[winners[0] ?? -1]).toEqual({ ok: true, value: { version: version + 2 } })
          expect((await store.load(ref)).slice(version + 1).map(fact => fact.event)).toEqual([
            stepGivenUp(`${winners[0]}`),
          ])
          expect(await fixture.sentJobs(ref)).toEqual(
            version === 0 ? [{ kind: 'conclude' }] : [{ kind: 'gatherContext' }, { kind: 'conclude' }],
          )
        }
      },
    )
  })
}
