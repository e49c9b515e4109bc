import { Client, fetchExchange } from '@urql/vue'
import { describe, expect, test, vi } from 'vitest'
import { mountPage } from '../testing/mountPage.ts'
import ConfidenceParts from './ConfidenceParts.vue'
import DraftTests from './DraftTests.vue'
import ProofList from './ProofList.vue'
import RerunQuery from './RerunQuery.vue'
import RowTables from './RowTables.vue'
import WhyNotTheOthers from './WhyNotTheOthers.vue'

const query = { id: 'q1', name: 'segments', purpose: 'Nulls by segment' }
const alternative = (name: string, verdict: string) => ({
  name,
  title: `Title of ${name}`,
  claim: 'Every row is null',
  predicted: 'at least 97 %',
  text: '20 % is null.',
  verdict,
  nats: -4,
  queries: [query],
})

describe('Why not the others', () => {
  test('tells for each what it predicted, what was seen, the verdict and the query', () => {
    const text = mountPage(WhyNotTheOthers, { alternatives: [alternative('columnDropped', 'REFUTED')] }).text()
    const parts = ['Title of columnDropped', 'Refuted', 'Every row is null: at least 97 %', '20 % is null.', 'segments']
    expect(parts.filter(part => !text.includes(part))).toEqual([])
  })
  test('shows the nearest first and the rest on demand', async () => {
    const list = mountPage(WhyNotTheOthers, {
      alternatives: ['a', 'b', 'c', 'd', 'e', 'f'].map(name => alternative(name, 'WEAK')),
    })
    expect(list.findAll('li')).toHaveLength(4)
    await list.get('button[aria-expanded]').trigger('click')
    expect(list.findAll('li')).toHaveLength(6)
  })
})

test('each part of the confidence stands by itself, with what holds it down', () => {
  const part = (word: string, limits: readonly string[] = []) => ({ value: 0.8, word, limits })
  const text = mountPage(ConfidenceParts, {
    confidences: {
      where: part('HIGH'),
      mechanism: part('MEDIUM'),
      origin: part('LOW', ['Upstream was not measured.']),
    },
  }).text()
  expect(text).toContain('Where high')
  expect(text).toContain('Mechanism medium')
  expect(text).toContain('Origin low')
})

test('affected rows stand above rows from before, and what was masked is said', () => {
  const rows = (id: string, purpose: string) => ({
    id,
    name: id,
    purpose,
    rowCount: 1,
    preview: { columns: ['email'], rows: [['email_1']] },
  })
  const tables = mountPage(RowTables, {
    samples: {
      bad: rows('badRows', 'Affected rows'),
      good: rows('goodRows', 'Rows before'),
      sameSegment: false,
      maskedColumns: ['email'],
    },
  })
  expect(tables.findAll('h3').map(heading => heading.text())).toEqual([
    expect.stringContaining('Affected rows'),
    expect.stringContaining('Rows before'),
  ])
  expect(tables.text()).toContain('Masked before they were kept: email.')
  expect(tables.text()).toContain('The segment was not there before')
})

test('a proof shows its numbers and the query that gives them', () => {
  const proof = {
    name: 'proof:observed',
    title: 'The null rate',
    sql: 'SELECT 0.24 AS observed',
    numbers: [{ name: 'observed', value: 0.24, unit: 'SHARE' }],
  }
  const list = mountPage(ProofList, { proofs: [proof] })
  expect(list.get('summary').text()).toContain('24 %')
  expect(list.get('pre').text()).toContain('SELECT 0.24 AS observed')
})

test('a draft test is shown for the tool chosen', () => {
  const tests = [
    { tool: 'DBT', file: 'tests/a.sql', text: 'SELECT 1' },
    { tool: 'SODA', file: 'checks/a.yml', text: 'checks for a:' },
  ]
  const tabs = mountPage(DraftTests, { tests })
  expect(tabs.findAll('[role=tab]').map(tab => tab.text())).toEqual(['dbt', 'Soda'])
  expect(tabs.text()).toContain('tests/a.sql')
  expect(tabs.text()).not.toContain('checks for a:')
})

/** A server that answers the mutation so. */
const answering = (queryRerun: object) =>
  new Client({
    url: 'http://nowhere.invalid',
    preferGetMethod: false,
    exchanges: [fetchExchange],
    fetch: async () =>
      new Response(JSON.stringify({ data: { queryRerun } }), { headers: { 'content-type': 'application/json' } }),
  })

test.each([
  [
    { __typename: 'QueryRerunPayload', agrees: true, compared: 3, rowCount: 1, elapsedMs: 4, numbers: [] },
    '3 numbers read again: the same',
  ],
  [
    {
      __typename: 'QueryRerunPayload',
      agrees: false,
      compared: 1,
      rowCount: 1,
      elapsedMs: 4,
      numbers: [{ name: 'observed', recorded: 0.24, now: 0.3, unit: 'SHARE', agrees: false }],
    },
    'observed was 24 % and is 30 %.',
  ],
  [{ __typename: 'DataSourceError', message: 'The data source does not answer.' }, 'The data source does not answer.'],
])('running it again says what came of it: %#', async (answer, said) => {
  const rerun = mountPage(RerunQuery, { name: 'proof:observed' }, answering(answer))
  await rerun.get('button').trigger('click')
  await vi.waitFor(() => expect(rerun.get('[role=status]').text()).not.toBe(''))
  expect(rerun.get('[role=status]').text()).toContain(said)
})
