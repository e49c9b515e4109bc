import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cancelled, facts, newCase, opened, stepGivenUp, type TestTenant } from '../../testing/caseFacts.ts'
import { all, rest, take } from '../../testing/take.ts'
import type { CaseRef } from '../shared/ids.ts'
import type { EventFeed } from './eventFeed.ts'
import type { InvestigationStore, StoredEvent } from './investigationStore.ts'

export type FeedFixture = {
  /** Two stores and two feeds over the same facts, as two processes have them. */
  readonly stores: readonly [InvestigationStore, InvestigationStore]
  readonly feeds: readonly [EventFeed, EventFeed]
  newTenant(): Promise<TestTenant>
  close(): Promise<void>
}

const sequences = (stored: readonly StoredEvent[]) => stored.map(fact => fact.sequence)
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
const never = () => new AbortController().signal

/** What every feed keeps. */
export const eventFeedContract = (name: string, makeFixture: () => Promise<FeedFixture>) => {
  describe(`following a case in ${name}`, () => {
    let fixture: FeedFixture
    let tenant: TestTenant
    beforeAll(async () => {
      fixture = await makeFixture()
      tenant = await fixture.newTenant()
    })
    afterAll(() => fixture.close())

    const openCase = async () => {
      const ref = newCase(tenant)
      await fixture.stores[0].append(facts(ref, 0, opened(tenant)))
      return ref
    }
    const follow = (ref: CaseRef, after = 0) => fixture.feeds[1].follow(ref, after, never())

    /** Appends one fact after the other, deciding again whenever somebody else was first. */
    const write = async (ref: CaseRef, writer: number, count: number) => {
      const store = fixture.stores[writer % 2 ? 1 : 0]
      for (let done = 0; done < count;) {
        const version = (await store.load(ref)).length
        if ((await store.append(facts(ref, version, stepGivenUp(`${writer}.${done}`)))).ok) done++
      }
    }
    const end = async (ref: CaseRef) => {
      const version = (await fixture.stores[0].load(ref)).length
      await fixture.stores[0].append(facts(ref, version, cancelled))
      return version + 1
    }

    test('what was before is replayed from the cursor, in order, and the stream ends with the case', async () => {
      const ref = await openCase()
      await write(ref, 0, 3)
      await end(ref)
      const whole = await all(follow(ref))
      expect(sequences(whole)).toEqual([1, 2, 3, 4, 5])
      expect(whole).toEqual(await fixture.stores[0].load(ref))
      expect(sequences(await all(follow(ref, 3)))).toEqual([4, 5])
    })

    test('a case that has ended gives nothing more, and ends at once, to who has all of it', async () => {
      const ref = await openCase()
      const last = await end(ref)
      expect(await all(follow(ref, last))).toEqual([])
    })

    test('facts appended by the other process arrive one by one', async () => {
      const ref = await openCase()
      const stream = follow(ref)[Symbol.asyncIterator]()
      expect((await stream.next()).value).toMatchObject({ sequence: 1 })
      for (const sequence of [2, 3, 4]) {
        const arriving = stream.next()
        await write(ref, 0, 1)
        expect((await arriving).value).toMatchObject({ sequence })
      }
      await stream.return?.()
    })

    test('a case may be followed before it is opened', async () => {
      const ref = newCase(tenant)
      const arriving = follow(ref)[Symbol.asyncIterator]().next()
      await fixture.stores[0].append(facts(ref, 0, opened(tenant)))
      expect((await arriving).value).toMatchObject({ sequence: 1 })
    })

    test('under concurrent writers in both processes nobody misses, doubles or reorders a fact, wherever they begin', async () => {
      const refs = await Promise.all([openCase(), openCase(), openCase()])
      await Promise.all(
        refs.map(async ref => {
          const early = [0, 1].map(feed => all(fixture.feeds[feed ? 1 : 0].follow(ref, 0, never())))
          const writing = [0, 1, 2, 3].map(writer => write(ref, writer, 30))
          const late = from(1, 12).map(async cursor => {
            await take(fixture.feeds[0].follow(ref, 0, never()), cursor)
            return { cursor, seen: await all(fixture.feeds[cursor % 2 ? 1 : 0].follow(ref, cursor, never())) }
          })
          await Promise.all(writing)
          const last = await end(ref)
          expect(last).toBe(122)
          for (const seen of await Promise.all(early)) expect(sequences(seen)).toEqual(from(1, last))
          for (const { cursor, seen } of await Promise.all(late))
            expect(sequences(seen)).toEqual(from(cursor + 1, last))
        }),
      )
    })

    test('who stops reading holds up nobody, and finds everything later', async () => {
      const ref = await openCase()
      const lazy = follow(ref)[Symbol.asyncIterator]()
      await lazy.next()
      const keen = all(follow(ref))
      await write(ref, 0, 150)
      const last = await end(ref)
      expect(sequences(await keen)).toEqual(from(1, last))
      expect(sequences(await rest(lazy))).toEqual(from(2, last))
    })

    test('aborting ends the stream quietly, whether it waits or not', async () => {
      const ref = await openCase()
      const controller = new AbortController()
      const waiting = all(fixture.feeds[0].follow(ref, 1, controller.signal))
      const reading = fixture.feeds[0].follow(ref, 0, controller.signal)[Symbol.asyncIterator]()
      expect((await reading.next()).value).toMatchObject({ sequence: 1 })
      controller.abort()
      expect(await waiting).toEqual([])
      expect(await reading.next()).toEqual({ done: true, value: undefined })
      expect(await all(fixture.feeds[0].follow(ref, 0, controller.signal))).toEqual([])
    })

    test('another tenant hears nothing of a case', async () => {
      const ref = await openCase()
      const controller = new AbortController()
      const foreign = { ...ref, tenantId: (await fixture.newTenant()).tenantId }
      const heard = all(fixture.feeds[0].follow(foreign, 0, controller.signal))
      const own = all(fixture.feeds[0].follow(ref, 0, never()))
      await write(ref, 1, 5)
      await end(ref)
      expect(await own).toHaveLength(7)
      controller.abort()
      expect(await heard).toEqual([])
    })
  })
}
