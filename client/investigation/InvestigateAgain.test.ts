import { Client, fetchExchange } from '@urql/vue'
import { flushPromises } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { useToasts } from '../composables/useToasts.ts'
import { mountPage } from '../testing/mountPage.ts'
import InvestigateAgain from './InvestigateAgain.vue'

const growth = { __typename: 'Team', id: 'growth', name: 'Growth' }
const opened = (team: object | null) => ({
  __typename: 'InvestigationStartPayload',
  investigation: { __typename: 'Investigation', id: 'new', team },
})

/** Clicks on a case that ran for Growth; gives what was sent and what was said. */
const click = async (answer: object) => {
  const sent: unknown[] = []
  const client = new Client({
    url: 'http://nowhere.invalid',
    preferGetMethod: false,
    exchanges: [fetchExchange],
    fetch: async (_url, init) => {
      sent.push((JSON.parse(typeof init?.body === 'string' ? init.body : '') as { variables: unknown }).variables)
      return new Response(JSON.stringify({ data: { investigationAgain: answer } }), {
        headers: { 'content-type': 'application/json' },
      })
    },
  })
  const { toasts, dismiss } = useToasts()
  for (const { id } of toasts.value) dismiss(id)
  await mountPage(InvestigateAgain, { investigation: { id: 'old', team: growth } }, client)
    .get('button')
    .trigger('click')
  await flushPromises()
  return { sent, said: toasts.value.map(({ text }) => text) }
}

test('the case itself is named, so that nothing of its question is lost on the way', async () => {
  expect(await click(opened(growth))).toEqual({
    sent: [{ input: { investigationId: 'old', clientId: expect.any(String) as string } }],
    said: [],
  })
})

test.each([
  [null, 'no team'],
  [{ __typename: 'Team', id: 'sales', name: 'Sales' }, 'Sales'],
])('another team than before is said: %j', async (team, name) => {
  expect((await click(opened(team))).said).toEqual([`You are not in Growth, so this one is for ${name}.`])
})

test('a refusal is said', async () => {
  expect((await click({ __typename: 'InputError', message: 'No investigation can begin.' })).said).toEqual([
    'No investigation can begin.',
  ])
})
