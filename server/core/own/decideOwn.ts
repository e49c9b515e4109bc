import type { ByPerson } from '../approval/request.ts'
import type { WrittenTest } from '../hypothesis/written.ts'
import type { Refusal } from '../investigation/command.ts'
import type { RanQuery } from '../investigation/events.ts'
import type { State } from '../investigation/state.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { standingOwn, type OwnEvent, type OwnState, type OwnWish } from './ownHypothesis.ts'
import { openOwnPrediction } from './ownSteps.ts'

/** More than a person can want to know of one case. */
const most = 20

/** A hypothesis in a person's own words: what it predicts is on record before any of its queries may run. */
export const addOwn = (
  wish: OwnWish,
  by: ByPerson,
  { own, isProposed, anomaly }: State,
): Result<readonly OwnEvent[], Refusal> => {
  if (!anomaly || !isProposed) return refuse({ code: 'too-early' })
  if (standingOwn(own).some(({ statement }) => statement === wish.statement))
    return refuse({ code: 'proposed-already' })
  if (own.hypotheses.length >= most) return refuse({ code: 'too-many' })
  const id = `own${own.hypotheses.length + 1}`
  const predictions = wish.predictions.map((prediction, place) => ({ ...prediction, id: `${id}.p${place + 1}` }))
  return ok([
    { type: 'OwnHypothesisAdded', data: { hypothesis: { ...by, id, statement: wish.statement, predictions } } },
  ])
}

export const dropOwn = (
  hypothesis: string,
  dropped: ByPerson & { readonly reason: string | null },
  { own }: State,
): Result<readonly OwnEvent[], Refusal> =>
  standingOwn(own).some(({ id }) => id === hypothesis)
    ? ok([{ type: 'OwnHypothesisDropped', data: { ...dropped, hypothesis } }])
    : refuse({ code: 'not-proposed' })

type Recorded = OwnEvent | { readonly type: 'QueryRan'; readonly data: RanQuery }

/** What a test brought; nothing where it is known, or somebody dropped the hypothesis meanwhile. */
export const recordOwnTest = (
  own: OwnState,
  { test, queries }: { readonly test: WrittenTest; readonly queries: readonly RanQuery[] },
): readonly Recorded[] =>
  openOwnPrediction(own, test.prediction) === null
    ? []
    : [
        ...queries.map(query => ({ type: 'QueryRan', data: query }) as const),
        { type: 'OwnPredictionTested', data: { test } },
      ]
