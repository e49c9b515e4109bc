import type { Statement } from '../finding/finding.ts'
import type { Case } from '../measure/planned.ts'
import { cleanText } from './cleanText.ts'
import { modelStop, type ModelStop } from './modelSteps.ts'
import { modelStandings } from './weighTest.ts'

const stops: Readonly<Record<ModelStop, string>> = {
  certain:
    'The model was asked for no hypotheses: the cause is certain enough that another question would separate nothing.',
  rounds: 'The model was asked no further: it had used all its rounds.',
  nothingMore: 'The model was asked no further: it had no other question.',
  nothingTold: 'The model was asked no further: what its last questions brought told nothing.',
}

const seriesOf = ({ queries }: Case) => queries.filter(({ scan }) => scan === 'series').map(({ id }) => id)

/** What the model's part adds to the report: a lead where no cause is known, and how far it was asked. It changes no conclusion and no confidence. */
export const modelReport = (
  state: Case,
): {
  readonly leads: readonly Statement[]
  readonly notes: readonly Statement[]
  readonly prose: readonly Statement[]
} => {
  const { model, stopped } = state
  const early = stopped ? [{ text: stopped.message, queries: seriesOf(state) }] : []
  if (!model) return { leads: [], notes: early, prose: [] }
  const held = modelStandings(model).filter(({ verdict }) => verdict === 'supported')
  const leads = held.map(({ hypothesis, tests }) => ({
    text: `A lead that the model thought of, and whose predictions held: ${cleanText(hypothesis.statement, 300)} It is no proven cause.`,
    queries: tests.flatMap(({ queries }) => queries),
  }))
  const stop = modelStop(state, model)
  const note = model.left ? `The report stands without the model: ${model.left.message}` : stop && stops[stop]
  return {
    leads,
    notes: [...early, ...(note && !stopped ? [{ text: note, queries: seriesOf(state) }] : [])],
    prose: model.prose ?? [],
  }
}
