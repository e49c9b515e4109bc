import { describe, expect, test } from 'vitest'
import { mountPage } from '../testing/mountPage.ts'
import WhatCausedIt from './WhatCausedIt.vue'
import WhatIsGoingOn from './WhatIsGoingOn.vue'
import WhatToDoNext from './WhatToDoNext.vue'

const query = { id: 'q1', name: 'segments', purpose: 'Nulls by segment' }
const says = (text: string) => [{ text, queries: [query] }]
const hypothesis = {
  id: 'h1',
  label: 'Nulls from an app release',
  statement: 'A release stopped filling it.',
  verdict: 'OPEN',
  probability: 0.4,
  word: 'LOW',
}
const running = {
  status: 'RUNNING',
  availableActions: ['CANCEL'],
  dataSource: { id: 'd' },
  hypotheses: [],
  schemaChanges: [],
  anomaly: null,
  finding: null,
  failure: null,
  question: {
    schema: 's',
    table: 't',
    day: '2026-06-16',
    timeColumn: null,
    timeZone: 'UTC',
    wholeTable: false,
    metric: { kind: 'NULL_RATE', columns: ['a'], where: null, label: 'null rate of a', unit: 'SHARE' },
  },
}
const band = { expected: 0.004, low: 0.001, high: 0.009 }
const anomaly = {
  ...band,
  observed: 0.241,
  score: 30,
  direction: 'UP',
  onset: null,
  days: [],
  series: [{ ...band, at: '2026-06-16', value: 0.241, rows: 10 }],
}
const finding = {
  conclusion: 'CAUSE_FOUND',
  cause: { id: 'h1', label: 'Nulls from an app release' },
  confidence: { value: 0.91, word: 'HIGH', limits: [] },
  whatIsGoingOn: says('The null rate rose.'),
  whatCausedIt: says('A release stopped filling it.'),
  whatToDoNext: says('Ask the team of the app.'),
  segments: [{ text: 'channel = app' }],
  columns: ['a'],
  originSchema: 's',
  originTable: 't',
  upstream: [],
  onset: { at: '2026-06-14', precision: 'DAY' },
  affectedRows: 1804,
  affectedPredicate: null,
}
const concluded = { ...running, status: 'CONCLUDED', availableActions: ['INVESTIGATE_AGAIN'], anomaly, finding }
const failed = {
  ...running,
  status: 'FAILED',
  availableActions: ['INVESTIGATE_AGAIN'],
  failure: { reason: 'table-empty', message: 's.t has no row.' },
}

describe('What is going on', () => {
  test('says what is being measured before anything is known', () => {
    expect(mountPage(WhatIsGoingOn, { investigation: running }).text()).toContain('Measuring the null rate of a')
  })
  test('tells the anomaly as a sentence with a chart once it is measured', () => {
    const card = mountPage(WhatIsGoingOn, { investigation: { ...running, anomaly } })
    expect(card.text()).toContain('Null rate of a is 24.1 % on Tue, 16 Jun 2026, above the 0.1 % to 0.9 %')
    expect(card.get('svg[role=img]').attributes('aria-label')).toContain('24.1 % observed')
  })
  test('gives the same data as a table one click away', async () => {
    const card = mountPage(WhatIsGoingOn, { investigation: { ...running, anomaly } })
    await card.get('button[aria-pressed=false]').trigger('click')
    expect(card.findAll('tbody td').map(cell => cell.text())).toEqual(['16 Jun', '24.1 %', '0.1 % – 0.9 %', '10'])
  })
  test('tells the reason of a failure in words', () => {
    expect(mountPage(WhatIsGoingOn, { investigation: failed }).text()).toContain('s.t has no row.')
  })
  test('redraws when the case goes on', async () => {
    const card = mountPage(WhatIsGoingOn, { investigation: running })
    await card.setProps({ investigation: concluded })
    expect(card.text()).toContain('The null rate rose.')
    expect(card.text()).not.toContain('Measuring')
  })
})

describe('What caused it', () => {
  test('says what is checked before a cause exists', () => {
    const card = mountPage(WhatCausedIt, { investigation: { ...running, hypotheses: [hypothesis] } })
    expect(card.get('[data-leader]').text()).toContain('Nulls from an app release')
    expect(card.get('[data-leader]').text()).toContain('Low confidence, still checking')
  })
  test('names the cause with its confidence, segment, onset and evidence', () => {
    const text = mountPage(WhatCausedIt, { investigation: concluded }).text()
    const parts = [
      'Nulls from an app release',
      'High confidence',
      '91 % sure',
      'channel = app',
      'Sun, 14 Jun 2026',
      '1,804 rows',
      'segments',
    ]
    expect(parts.filter(part => !text.includes(part))).toEqual([])
  })
  test('says that no cause was found, and names the strongest lead with its confidence beside it', () => {
    const lead = { ...finding, conclusion: 'CAUSE_NOT_FOUND', confidence: { value: 0.44, word: 'LOW', limits: [] } }
    const card = mountPage(WhatCausedIt, { investigation: { ...concluded, finding: lead } })
    expect(card.get('h3').text()).toBe('No cause found')
    expect(card.get('[data-leader]').text()).toContain('Strongest lead: Nulls from an app release')
    expect(card.get('[data-leader]').text()).toContain('Low confidence')
  })
  test('says that there was no anomaly', () => {
    const card = mountPage(WhatCausedIt, {
      investigation: { ...concluded, finding: { ...finding, conclusion: 'NO_ANOMALY', cause: null } },
    })
    expect(card.get('h3').text()).toBe('No anomaly, so no cause')
  })
  test('says that the case failed before a cause', () => {
    expect(mountPage(WhatCausedIt, { investigation: failed }).text()).toContain('failed before it could name a cause')
  })
})

describe('What to do next', () => {
  test('waits for the cause', () => {
    expect(mountPage(WhatToDoNext, { investigation: running }).text()).toContain('Steps follow once the cause is known')
  })
  test('lists the steps, each with its evidence', () => {
    const card = mountPage(WhatToDoNext, { investigation: concluded })
    expect(card.findAll('ol li')).toHaveLength(1)
    expect(card.get('ol li').text()).toContain('Ask the team of the app.')
    expect(card.get('ol li button').text()).toBe('segments')
  })
  test('offers to investigate again after a failure, and not while it runs', () => {
    expect(mountPage(WhatToDoNext, { investigation: failed }).find('button').text()).toBe('Investigate again')
    expect(mountPage(WhatToDoNext, { investigation: running }).find('button').exists()).toBe(false)
  })
})
