import type { OwnEvent } from './ownHypothesis.ts'

type DataOf<Type extends OwnEvent['type']> = Extract<OwnEvent, { type: Type }>['data']

/** What happened to people's own hypotheses, each fact in one line. */
export const ownHeadlines: { readonly [T in OwnEvent['type']]: (data: DataOf<T>) => string } = {
  OwnHypothesisAdded: ({ hypothesis: { byName, statement, predictions } }) =>
    `Possible cause, put in words by ${byName}: ${statement} (${predictions.length === 1 ? 'one prediction' : `${predictions.length} predictions`})`,
  OwnPredictionTested: ({ test: { problem, observed, usual } }) =>
    problem === null
      ? `A person's prediction was tested: ${number(observed)}, on a normal day ${number(usual)}`
      : `A person's prediction could not be tested: ${problem}`,
  OwnHypothesisDropped: ({ byName, reason }) =>
    `A cause that a person put in words was dropped by ${byName}${reason === null ? '' : `, because ${reason}`}`,
}

const number = (value: number | null) =>
  value === null ? 'not known' : value.toLocaleString('en-US', { maximumSignificantDigits: 4 })
