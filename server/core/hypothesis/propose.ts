import { watchedKind } from '../measure/watchedKind.ts'
import type { Fault } from '../fault/fault.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import { faultOf, faults } from '../fault/index.ts'
import { watchesNulls } from '../measure/lens.ts'
import type { Case } from '../measure/planned.ts'
import { scans } from '../measure/scansDue.ts'
import type { Hypothesis, Prediction } from './hypothesis.ts'

/** The causes that this metric, moving this way in this table, can have, each with what it expects to see. */
export const propose = (
  state: Case,
): { readonly hypotheses: readonly Hypothesis[]; readonly predictions: readonly Prediction[] } => {
  const fitting = faults.filter(fault => fault.applies(state))
  // There is always the question whether anything is wrong at all.
  const fit = fitting.length > 0 ? fitting : faults.filter(({ kind }) => kind === 'expectedChange')
  return {
    hypotheses: fit.map(fault => supposed(fault, state)),
    predictions: fit.flatMap(fault => predictionsOf(fault, state)),
  }
}

const supposed = ({ kind, statement, prior }: Fault, state: Case): Hypothesis => {
  // A sum that lacks values has the causes of missing values.
  const metric = watchesNulls(state) ? 'nullRate' : watchedKind(state)
  return { kind, statement: statement(state), priorNats: Math.log(prior[metric] ?? prior.other) }
}

const predictionsOf = (fault: Fault, state: Case): readonly Prediction[] =>
  fault.predictions
    .filter(
      ({ applies, scan }) =>
        (applies?.(state) ?? true) && (scan === 'series' || scans.some(({ name }) => name === scan)),
    )
    .map(({ name, claim, unit, ifTrue, ifFalse, strength, scan }) => ({
      id: `${fault.kind}.${name}`,
      hypothesis: fault.kind,
      claim,
      unit,
      ifTrue,
      ifFalse,
      strength,
      scan,
    }))

/** One kind of cause as it would be supposed here, whether or not it is likely. */
export const hypothesisOf = (kind: FaultKind, state: Case): Hypothesis => supposed(faultOf(kind), state)

/** What it would expect to see; empty where nothing at hand could tell. */
export const asksFor = (kind: FaultKind, state: Case): readonly Prediction[] =>
  predictionsOf(faultOf(kind), state).filter(
    ({ scan }) => scan === 'series' || scans.some(({ name, applies }) => name === scan && applies(state)),
  )
