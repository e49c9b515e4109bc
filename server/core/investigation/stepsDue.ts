import { contextDecision, isHeld } from '../approval/approvals.ts'
import { openPredictions } from '../hypothesis/openPredictions.ts'
import { scansDue } from '../measure/scansDue.ts'
import { modelSteps } from '../model/modelSteps.ts'
import { ownSteps } from '../own/ownSteps.ts'
import type { State } from './state.ts'
import { stepKey, type Step } from './step.ts'

/** The work a case calls for as it stands: none of it waits for a person. Pure and total; ended cases call for none. */
export const stepsDue = (state: State): readonly Step[] =>
  wanted(state).filter(step => !isHeld(stepKey(step), state.approvals))

/** The same with the work that waits: for a person, or until the case is resumed. */
export const stepsAhead = (state: State): readonly Step[] => wanted({ ...state, isPaused: false })

const wanted = (state: State): readonly Step[] => {
  if (state.status !== 'running' || state.isPaused) return []
  if (!state.focus) return [{ kind: 'gatherContext' }]
  if (!state.anomaly) return [{ kind: 'measureAnomaly' }]
  if (!state.anomalous || contextDecision(state.approvals)?.outcome === 'rejected') return [{ kind: 'conclude' }]
  if (state.stopped)
    return state.hypotheses.length > 0 && !state.weighed ? [{ kind: 'weighEvidence' }] : [{ kind: 'conclude' }]
  if (!state.isProposed) return [{ kind: 'proposeHypotheses' }]
  const own = ownSteps(state)
  return own.length === 0 ? ruled(state) : [...ruled(state).filter(({ kind }) => kind !== 'conclude'), ...own]
}

/** What the rules and the model call for once hypotheses are there. */
const ruled = (state: State): readonly Step[] => {
  const scans = scansDue(state, openPredictions)
  if (scans.length > 0) return scans.map(scan => ({ kind: 'runScan', scan }))
  if (!state.weighed) return [{ kind: 'weighEvidence' }]
  if (!state.samples) return [{ kind: 'sampleRows' }]
  const asked = modelSteps(state)
  return asked.length > 0 ? asked : [{ kind: 'conclude' }]
}

export const isDue = (step: Step, state: State) => stepsDue(state).some(due => stepKey(due) === stepKey(step))

/** Due after the facts, and not before them. */
export const newlyDue = (before: State, after: State): readonly Step[] =>
  stepsDue(after).filter(step => !isDue(step, before))
