import { Client, fetchExchange, subscriptionExchange } from '@urql/vue'
import { expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { mountPage } from '../testing/mountPage.ts'
import { useEventLog } from './useEventLog.ts'

const event = (sequence: number) => ({
  __typename: 'InvestigationEvent',
  id: `e${sequence}`,
  cursor: `c${sequence}`,
  sequence,
  type: 'SIGNAL_MEASURED',
  occurredAt: '',
  headline: `Step ${sequence}`,
  hypothesis: null,
  query: null,
})

type Follower = { after: unknown; next: (sequence: number, status?: string) => void; lose: () => void }

/** A server in miniature: the history it has, and every follower that came, with the cursor it came with. */
const createServer = (history: readonly number[], status = 'RUNNING', version = 99) => {
  const followers: Follower[] = []
  const edges = history.map(sequence => ({ cursor: `c${sequence}`, node: event(sequence) }))
  const node = {
    __typename: 'Investigation',
    id: 'i',
    status,
    events: { edges, pageInfo: { hasNextPage: false, endCursor: null } },
  }
  const live = subscriptionExchange({
    forwardSubscription: ({ variables }) => ({
      subscribe: sink => {
        followers.push({
          after: variables?.['after'],
          next: (sequence, now = 'RUNNING') =>
            sink.next({
              data: {
                investigationEvents: {
                  ...event(sequence),
                  investigation: { __typename: 'Investigation', id: 'i', status: now, version },
                },
              },
            }),
          lose: () => sink.error(new Error('Socket closed')),
        })
        return { unsubscribe: () => {} }
      },
    }),
  })
  const answer = () => Promise.resolve(Response.json({ data: { node } }))
  return {
    followers,
    client: new Client({
      url: 'http://nowhere.invalid',
      preferGetMethod: false,
      fetch: answer,
      exchanges: [live, fetchExchange],
    }),
  }
}

const follow = (server: ReturnType<typeof createServer>) => {
  const heard = vi.fn()
  const page = mountPage(
    defineComponent(() => {
      const { events, line } = useEventLog('i', heard)
      return () => h('p', { 'data-line': line.value }, events.value.map(({ sequence }) => sequence).join(' '))
    }),
    {},
    server.client,
  )
  const shown = () => [page.text(), page.get('p').attributes('data-line')]
  return { heard, sees: (text: string, line: string) => vi.waitFor(() => expect(shown()).toEqual([text, line])) }
}
const follower = async (server: ReturnType<typeof createServer>, index: number) => {
  await vi.waitFor(() => expect(server.followers.length).toBeGreaterThan(index))
  const found = server.followers[index]
  if (!found) throw new Error('nobody follows')
  return found
}

test('shows the history of a closed case and follows no further', async () => {
  const server = createServer([1, 2, 3], 'CONCLUDED', 3)
  await follow(server).sees('1 2 3', 'ended')
  expect(server.followers).toEqual([])
})

test('goes on from its last cursor after the line is lost, without gap or duplicate', async () => {
  const server = createServer([1, 2], 'RUNNING', 5)
  const { sees, heard } = follow(server)
  const first = await follower(server, 0)
  expect(first.after).toBe('c2')
  first.next(3)
  await sees('1 2 3', 'live')
  first.lose()
  await sees('1 2 3', 'reconnecting')
  const second = await follower(server, 1)
  expect(second.after).toBe('c3')
  for (const sequence of [3, 4]) second.next(sequence)
  second.next(5, 'CONCLUDED')
  await sees('1 2 3 4 5', 'ended')
  expect(heard).toHaveBeenCalled()
})

test('asks again from before a gap', async () => {
  const server = createServer([1], 'RUNNING', 9)
  const { sees } = follow(server)
  const first = await follower(server, 0)
  first.next(3)
  const second = await follower(server, 1)
  expect(second.after).toBe('c1')
  second.next(2)
  await sees('1 2 3', 'live')
})
