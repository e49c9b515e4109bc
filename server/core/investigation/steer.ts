import type { ByPerson } from '../approval/request.ts'
import { withdrawn } from '../approval/withdraw.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import { asksFor, hypothesisOf } from '../hypothesis/propose.ts'
import { asCase } from '../measure/planned.ts'
import { addOwn, dropOwn } from '../own/decideOwn.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { unreachable } from '../shared/unreachable.ts'
import type { Refusal } from './command.ts'
import type { InvestigationEvent } from './events.ts'
import { evolve, type State } from './state.ts'
import type { Steering } from './steering.ts'

type Steered = Result<readonly InvestigationEvent[], Refusal>

/** What the wish makes of a running case. */
export const steer = (wish: Steering, by: ByPerson, state: State): Steered => {
  if (state.status !== 'running') return refuse({ code: 'not-running' })
  switch (wish.kind) {
    case 'pause':
      return state.isPaused ? refuse({ code: 'paused-already' }) : ok([{ type: 'InvestigationPaused', data: by }])
    case 'resume':
      return state.isPaused ? ok([{ type: 'InvestigationResumed', data: by }]) : refuse({ code: 'not-paused' })
    case 'addHint':
      return ok([{ type: 'HintAdded', data: { ...by, text: wish.text } }])
    case 'addHypothesis':
      return addHypothesis(wish.hypothesis, by, state)
    case 'dropHypothesis':
      return state.hypotheses.some(({ kind }) => kind === wish.hypothesis)
        ? dropped(
            ok([{ type: 'HypothesisDropped', data: { ...by, kind: wish.hypothesis, reason: wish.reason } }]),
            by,
            state,
          )
        : refuse({ code: 'not-proposed' })
    case 'addOwn':
      return addOwn(wish.hypothesis, by, state)
    case 'dropOwn':
      return dropped(dropOwn(wish.hypothesis, { ...by, reason: wish.reason }, state), by, state)
    default:
      return unreachable(wish)
  }
}

/** What was asked for its sake alone needs no answer any more. */
const dropped = (drop: Steered, by: ByPerson, state: State): Steered =>
  drop.ok ? ok([...drop.value, ...withdrawn(state, drop.value.reduce(evolve, state), by)]) : drop

/** A cause of a person's own is tested and weighed like the others: what it predicts is registered before any query may answer it. */
const addHypothesis = (kind: FaultKind, by: ByPerson, state: State): Steered => {
  const found = asCase(state)
  if (!found || !state.isProposed) return refuse({ code: 'too-early' })
  if (state.hypotheses.some(each => each.kind === kind)) return refuse({ code: 'proposed-already' })
  const predictions = asksFor(kind, found)
  if (predictions.length === 0) return refuse({ code: 'not-testable' })
  return ok([
    { type: 'HypothesisAdded', data: { ...by, hypothesis: hypothesisOf(kind, found) } },
    ...predictions.map(prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const),
  ])
}
