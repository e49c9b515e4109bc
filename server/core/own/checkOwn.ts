import type { Range } from '../hypothesis/hypothesis.ts'
import type { OwnWish } from './ownHypothesis.ts'

/** What is wrong with a part of the wish, in words fit for a person; the path leads to it. */
export type OwnFault = { readonly message: string; readonly path: readonly string[] }

const MAX_STATEMENT = 500
const MAX_CLAIM = 300
const MAX_PREDICTIONS = 5
const MAX_SQL = 20_000

const isText = (text: string, most: number) => text.trim() !== '' && text.length <= most

/** What keeps the wish from being a hypothesis that a query can test; null where nothing does. */
export const ownFault = ({ statement, predictions }: OwnWish): OwnFault | null => {
  if (!isText(statement, MAX_STATEMENT))
    return { message: `Say what you suppose, in 1 to ${MAX_STATEMENT} characters.`, path: ['statement'] }
  if (predictions.length === 0 || predictions.length > MAX_PREDICTIONS)
    return { message: `A hypothesis makes 1 to ${MAX_PREDICTIONS} predictions.`, path: ['predictions'] }
  for (const [place, { claim, sql, ifTrue, ifFalse }] of predictions.entries()) {
    const wrong = (message: string, field: string): OwnFault => ({
      message,
      path: ['predictions', String(place), field],
    })
    if (!isText(claim, MAX_CLAIM)) return wrong(`Say what you expect to see, in 1 to ${MAX_CLAIM} characters.`, 'claim')
    if (!isText(sql, MAX_SQL)) return wrong(`The query has 1 to ${MAX_SQL.toLocaleString('en-US')} characters.`, 'sql')
    const range = rangeFault(ifTrue)
    if (range !== null) return wrong(range, 'ifTrue')
    const other = rangeFault(ifFalse)
    if (other !== null) return wrong(other, 'ifFalse')
    if (overlap(ifTrue, ifFalse))
      return wrong('A number could be both: what is expected if it is true and if it is not must lie apart.', 'ifFalse')
  }
  return null
}

const rangeFault = ({ min, max }: Range): string | null => {
  if ([min, max].some(bound => bound !== null && !Number.isFinite(bound))) return 'A bound is a number.'
  if (min === null && max === null) return 'Say at least one bound: every number would be expected otherwise.'
  return min !== null && max !== null && min > max ? 'The lower bound is above the upper one.' : null
}

const overlap = (one: Range, other: Range) =>
  Math.max(one.min ?? -Infinity, other.min ?? -Infinity) <= Math.min(one.max ?? Infinity, other.max ?? Infinity)
