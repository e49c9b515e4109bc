import { test } from 'vitest'
import { contextGathered, measured, opened } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import type { FailedQuery, InvestigationEvent } from './events.ts'

const late = (id: string, purpose = 'Values by day'): FailedQuery => ({
  id,
  scan: null,
  purpose,
  sql: 'SELECT 1',
  code: 'timed-out',
  message: 'The data source did not answer in time.',
  elapsedMs: 60_000,
})
const failed = (data: FailedQuery): InvestigationEvent => ({ type: 'QueryFailed', data })
const record = (query: FailedQuery, isCut = false) => ({ type: 'RecordLateQuery', query, isCut }) as const
const silent = (message: string): InvestigationEvent => ({
  type: 'InvestigationFailed',
  data: { reason: 'data-source-timed-out', message },
})

test('one query that is late may pass', () => {
  given(opened, contextGathered)
    .when(record(late('series:late1')))
    .then(failed(late('series:late1')))
})

test('the second in a row ends a case of which nothing but the anomaly is known, and says which queries had no answer', () => {
  given(opened, contextGathered, failed(late('series:late1')))
    .when(record(late('series:late2')))
    .then(failed(late('series:late2')), silent('The data source did not answer twice in a row: Values by day.'))
  given(opened, contextGathered, ...measured, failed(late('values:late1')))
    .when(record(late('segments:late1', 'Rows by segment')))
    .then(
      failed(late('segments:late1', 'Rows by segment')),
      silent('The data source did not answer twice in a row: Values by day; Rows by segment.'),
    )
})

test('an answer in between shows that it still answers', () => {
  given(opened, contextGathered, failed(late('series:late1')), ...measured)
    .when(record(late('values:late1')))
    .then(failed(late('values:late1')))
})

test('what a scan measured is worth going on with', () => {
  const scanned: InvestigationEvent = {
    type: 'SignalMeasured',
    data: { signal: { scan: 'values', columns: [] } },
  }
  given(opened, contextGathered, ...measured, scanned, failed(late('keys:late1')))
    .when(record(late('keys:late2')))
    .then(failed(late('keys:late2')))
})

test('a query that a budget cut, or that a model wrote, tells nothing of the data source', () => {
  given(opened, contextGathered, failed(late('series:late1')))
    .when(record(late('series:late2'), true))
    .then(failed(late('series:late2')))
  given(opened, contextGathered, failed(late('model:p1:late1')))
    .when(record(late('series:late1')))
    .then(failed(late('series:late1')))
})
