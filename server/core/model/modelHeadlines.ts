import type { ModelEvent } from './modelFacts.ts'

type DataOf<Type extends ModelEvent['type']> = Extract<ModelEvent, { type: Type }>['data']

/** The model's facts, each in one line. */
export const modelHeadlines: { readonly [T in ModelEvent['type']]: (data: DataOf<T>) => string } = {
  ModelInvited: ({ terms }) => `${terms.reasonModel} takes part, and is told ${sharings[terms.sharing]}`,
  ModelAnswered: ({ round, uses }) =>
    `${round === null ? 'The model answered' : `Round ${round} of the model`}: ${tokens(uses)} tokens`,
  ModelHypothesisProposed: ({ hypothesis }) => `Possible cause, thought of by the model: ${hypothesis.statement}`,
  ModelQueryRepaired: ({ because }) => `The model mended its query, which was refused: ${because}`,
  ModelPredictionTested: ({ test: { problem, observed, usual } }) =>
    problem
      ? `A prediction of the model could not be tested: ${problem}`
      : `A prediction of the model was tested: ${number(observed)}, on a normal day ${number(usual)}`,
  ModelProseDrafted: ({ sentences, removed }) =>
    `The model drafted ${sentences.length} sentences${removed > 0 ? `; ${removed} that rest on no evidence were removed` : ''}`,
  ModelLeft: ({ message }) => `The case goes on without the model: ${message}`,
}

const sharings = {
  aggregates: 'aggregates only',
  masked: 'aggregates and masked rows',
  open: 'values as they are',
} as const

const tokens = (uses: DataOf<'ModelAnswered'>['uses']) =>
  uses
    .reduce((sum, { inputTokens, cachedTokens, outputTokens }) => sum + inputTokens + cachedTokens + outputTokens, 0)
    .toLocaleString('en-US')

const number = (value: number | null) =>
  value === null ? 'not known' : value.toLocaleString('en-US', { maximumSignificantDigits: 4 })
