import { unreachable } from '../shared/unreachable.ts'
import type { OwnEvent, OwnState } from './ownHypothesis.ts'

/** What one more fact makes of people's own hypotheses. */
export const evolveOwn = (own: OwnState, event: OwnEvent): OwnState => {
  switch (event.type) {
    case 'OwnHypothesisAdded':
      return { ...own, hypotheses: [...own.hypotheses, event.data.hypothesis] }
    case 'OwnPredictionTested':
      return { ...own, tests: [...own.tests, event.data.test] }
    case 'OwnHypothesisDropped': {
      const { hypothesis, ...dropped } = event.data
      return { ...own, dropped: { ...own.dropped, [hypothesis]: dropped } }
    }
    default:
      return unreachable(event)
  }
}

const STEP = 'testOwn:'

/** A prediction whose test was given up, or rejected, stays without a number. */
export const givenUpOwn = (own: OwnState, step: string, { message }: { readonly message: string }): OwnState =>
  step.startsWith(STEP)
    ? {
        ...own,
        tests: [
          ...own.tests,
          { prediction: step.slice(STEP.length), observed: null, usual: null, problem: message, queries: [] },
        ],
      }
    : own
