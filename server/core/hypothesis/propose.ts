import { faults } from '../fault/index.ts'
import { watchesNulls } from '../measure/lens.ts'
import type { Case } from '../measure/planned.ts'
import { scans } from '../measure/scansDue.ts'
import type { Hypothesis, Prediction } from './hypothesis.ts'

/** The causes that this metric, moving this way in this table, can have, each with what it expects to see. */
export const propose = (state: Case): { readonly hypotheses: readonly Hypothesis[]; readonly predictions: readonly Prediction[] } => {
  const fitting = faults.filter(fault => fault.applies(state))
  // There is always the question whether anything is wrong at all.
  const fit = fitting.length > 0 ? fitting : faults.filter(({ kind }) => kind === 'expectedChange')
  // A sum that lacks values has the causes of missing values.
  const kind = watchesNulls(state) ? 'nullRate' : state.question.metric.kind
  const hypotheses = fit.map(fault => ({ kind: fault.kind, statement: fault.statement(state), priorNats: Math.log(fault.prior[kind] ?? fault.prior.other) }))
  const predictions = fit.flatMap(fault => fault.predictions
    .filter(({ applies, scan }) => (applies?.(state) ?? true) && (scan === 'series' || scans.some(({ name }) => name === scan)))
    .map(({ name, claim, unit, ifTrue, ifFalse, strength, scan }) => ({ id: `${fault.kind}.${name}`, hypothesis: fault.kind, claim, unit, ifTrue, ifFalse, strength, scan })))
  return { hypotheses, predictions }
}
