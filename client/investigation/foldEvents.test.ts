import { expect, test } from 'vitest'
import { emptyLog, foldEvents, logCursor, type EventLog, type Numbered } from './foldEvents.ts'

const event = (sequence: number): Numbered => ({ sequence, cursor: `c${sequence}` })
const fold = (...batches: number[][]) =>
  batches.reduce<EventLog<Numbered>>((log, batch) => foldEvents(log, batch.map(event)), emptyLog)
const sequences = (log: EventLog<Numbered>) => log.events.map(({ sequence }) => sequence)

test('keeps events in their order as they arrive', () => {
  expect(sequences(fold([1], [2], [3]))).toEqual([1, 2, 3])
})

test('takes a replayed event once', () => {
  expect(sequences(fold([1, 2, 3], [2, 3, 4]))).toEqual([1, 2, 3, 4])
})

test('holds back what came before its turn, and names the cursor to resume from', () => {
  const log = fold([1, 2], [4])
  expect(sequences(log)).toEqual([1, 2])
  expect(log.held.map(({ sequence }) => sequence)).toEqual([4])
  expect(logCursor(log)).toBe('c2')
})

test('lets the held events follow once the gap is filled', () => {
  const log = fold([1, 2], [4, 5], [3])
  expect(sequences(log)).toEqual([1, 2, 3, 4, 5])
  expect(log.held).toEqual([])
})

test('gives the same log for every order of arrival', () => {
  const orders = [
    [3, 1, 2],
    [2, 3, 1],
    [1, 3, 2, 1, 3],
  ]
  expect(orders.map(order => sequences(fold(...order.map(sequence => [sequence]))))).toEqual([
    [1, 2, 3],
    [1, 2, 3],
    [1, 2, 3],
  ])
})

test('has no cursor before the first event', () => {
  expect(logCursor(emptyLog)).toBeNull()
})
