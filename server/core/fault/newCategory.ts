import { watchedKind } from '../measure/watchedKind.ts'
import { locatedSegments } from '../measure/located.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Case } from '../measure/planned.ts'
import { anything, atLeast, atMost, no, yes, type Fault, type Reading } from './fault.ts'
import { addedShare, trialShare } from './reading/added.ts'
import { repeatedKeys } from './reading/copies.ts'
import { arrivals, caughtShare, examples, newShare, placeholderShare, unrelatedShare } from './reading/newcomers.ts'
import { actorShare } from './reading/crowds.ts'
import { isNextVersion, isRegistered, watchesKeys } from './reading/launches.ts'
import { massMatch } from './reading/recode.ts'
import { markedShare } from './reading/tombstones.ts'
import { rowsUp } from './reading/rows.ts'
import { watchesText } from './watchesText.ts'
import { unplanned } from './unplanned.ts'

const addsUp = new Set(['rowCount', 'sum'])
const countsRows = (state: Case) => addsUp.has(watchedKind(state)) && rowsUp(state)

/** How much of what is new is one value that another one lost; where the metric watches no column, how little of the added rows it is. */
const replaced = (state: Case): Reading | null =>
  metricColumns(state.question.metric).length > 0 && !addsUp.has(watchedKind(state)) ? massMatch(state) : null

/** Rows that repeat another one, over those with a new value. */
const repeatedAmongNew = (state: Case): Reading | null => {
  const [repeats, fresh] = [repeatedKeys(state), newShare(state)]
  return repeats && fresh && fresh.value > 0 ? { value: repeats.value / fresh.value, text: repeats.text } : null
}

const unrelated = (state: Case): Reading | null => {
  const caught = caughtShare(state)
  return caught ? { value: 1, text: caught.text } : unrelatedShare(state)
}

/** F22: a value that no list knows yet: a new country, a new product line, a code nobody mapped. */
export const newCategory: Fault = {
  kind: 'newCategory',
  label: 'New, unmapped category',
  applies: state => watchesText(state) || countsRows(state),
  prior: { distinctCount: 0.12, share: 0.06, rowCount: 0.04, sum: 0.03, other: 0.03 },
  hasSegment: true,
  segments: state => {
    const { metric } = state.question
    if (caughtShare(state) && metric.kind === 'share')
      return [[{ column: metric.where.column, value: String(metric.where.value) }]]
    const found = arrivals(state)
    const fresh = (found?.newcomers ?? []).filter(
      ({ kin, rows }) => kin.kinship === 'none' && rows >= (found?.come ?? 0) * 0.1,
    )
    return found && fresh.length > 0
      ? fresh.map(({ value }) => [{ column: found.column, value }])
      : locatedSegments(state)
  },
  statement: () => 'A category arrives that was not there before.',
  predictions: [
    {
      name: 'new',
      claim: 'Rows hold a value that was not there before',
      unit: 'share',
      ifTrue: atLeast(0.003),
      ifFalse: atMost(0.0005),
      strength: 'strong',
      scan: 'values',
      read: state => caughtShare(state) ?? newShare(state),
    },
    {
      name: 'unrelated',
      claim: 'It is no known value written otherwise',
      unit: 'share',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'values',
      read: unrelated,
    },
    {
      name: 'kept',
      claim: 'No known value lost as many rows',
      unit: 'score',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: replaced,
    },
    {
      name: 'added',
      claim: 'Its rows are the additional ones',
      unit: 'share',
      ifTrue: atLeast(0.6),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'values',
      applies: countsRows,
      read: addedShare,
    },
    {
      name: 'trial',
      claim: 'The rows are no trials',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: trialShare,
    },
    {
      name: 'many',
      claim: 'Many actors made them',
      unit: 'share',
      ifTrue: atMost(0.35),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'keys',
      read: actorShare,
    },
    {
      name: 'once',
      claim: 'Its rows repeat no others',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'keys',
      applies: countsRows,
      read: repeatedAmongNew,
    },
    {
      name: 'value',
      claim: 'It is no placeholder',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'values',
      read: placeholderShare,
    },
    {
      name: 'release',
      claim: 'It is no next version',
      unit: 'score',
      ifTrue: no,
      ifFalse: yes,
      strength: 'decisive',
      scan: 'values',
      read: isNextVersion,
    },
    {
      name: 'registered',
      claim: 'No table that is looked up knows it',
      unit: 'score',
      ifTrue: no,
      ifFalse: yes,
      strength: 'decisive',
      scan: 'references',
      applies: watchesKeys,
      read: isRegistered,
    },
    {
      name: 'deleted',
      claim: 'The rows are none marked as deleted',
      unit: 'share',
      ifTrue: atMost(0.4),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: markedShare,
    },
    unplanned,
  ],
  cause: state =>
    caughtShare(state)
      ? `Something arrives that no list knows: ${caughtShare(state)?.text ?? ''}`
      : `A category arrives that was not there before: ${examples(state, 'none')}. ${newShare(state)?.text ?? ''}`,
  nextSteps: () => [
    'Ask the owner of the source what the new value means, and map it or keep it out.',
    'Add it to the accepted values once it is known.',
  ],
}
