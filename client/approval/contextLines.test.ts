import { expect, test } from 'vitest'
import { contextLines } from './contextLines.ts'

const before = { normalDays: ['2026-06-05'], since: '2026-06-12T08' }

test('what is changed in a context is told line by line, and what stays is not told', () => {
  expect(contextLines(before, {})).toEqual([])
  expect(
    contextLines(before, {
      since: '2026-06-10',
      normalDays: ['2026-06-02'],
      withoutTables: [{ schema: 'main', name: 'staff' }],
      withoutEdges: [{ from: { schema: 'raw', name: 'orders' }, to: { schema: 'main', name: 'orders' } }],
      withoutColumns: ['email'],
      hint: ' ',
    }),
  ).toMatchObject([
    { label: 'Looked into since', before: expect.stringContaining(', 08:00'), after: expect.not.stringContaining(':') },
    { label: 'Compared with', after: expect.stringContaining('2') },
    { label: 'Left out', after: 'main.staff, email' },
    { label: 'Not followed', after: 'main.orders from raw.orders' },
  ])
})

test('what is no day yet stays as it was typed', () => {
  expect(contextLines(before, { since: '2026-13-45', normalDays: ['2026-06'] })).toMatchObject([
    { after: '2026-13-45' },
    { after: '2026-06' },
  ])
})
