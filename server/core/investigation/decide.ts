import { decideApproval, newRequests } from '../approval/decideApproval.ts'
import { escalate } from '../approval/escalate.ts'
import type { Evidence } from '../evidence/evidence.ts'

import { decideModel } from '../model/decideModel.ts'
import { recordOwnTest } from '../own/decideOwn.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { unreachable } from '../shared/unreachable.ts'
import type { Command, Refusal } from './command.ts'
import type { InvestigationEvent } from './events.ts'
import { recordLate, recordLateCatalogue } from './lateQuery.ts'
import type { State } from './state.ts'
import { steer } from './steer.ts'
import { stepKey, type Step } from './step.ts'
import { isDue } from './stepsDue.ts'

type Decision = Result<readonly InvestigationEvent[], Refusal>
const nothing: Decision = ok([])

/** Says which facts a command makes, or no. Work that was recorded already yields no facts, so a step may come twice. */
export const decide = (command: Command, state: State): Decision => {
  if (command.type === 'OpenInvestigation') {
    if (state.status !== 'unopened') return refuse({ code: 'already-open' })
    const { question, openedBy, teamId = null } = command
    return ok([{ type: 'InvestigationOpened', data: { question, openedBy, ...(teamId !== null && { teamId }) } }])
  }
  if (state.status === 'unopened') return refuse({ code: 'not-found' })
  if (command.type === 'CancelInvestigation') {
    if (state.status !== 'running') return refuse({ code: 'not-running' })
    return ok([{ type: 'InvestigationCancelled', data: { by: command.by, byName: command.byName } }])
  }
  if (command.type === 'SteerInvestigation') return steer(command.wish, command.by, state)
  if (command.type === 'DecideApproval') return decideApproval(command, state)
  return state.status === 'running' ? record(command, state) : nothing
}

const record = (
  command: Exclude<
    Command,
    { type: 'OpenInvestigation' | 'CancelInvestigation' | 'SteerInvestigation' | 'DecideApproval' }
  >,
  state: State,
): Decision => {
  switch (command.type) {
    case 'RecordContext':
      return state.focus ? nothing : ok([{ type: 'ContextGathered', data: { focus: command.focus } }])
    case 'RecordAnomaly':
      return state.anomaly
        ? nothing
        : ok([
            { type: 'QueryRan', data: command.query },
            { type: command.found ? 'AnomalyMeasured' : 'AnomalyNotFound', data: { anomaly: command.anomaly } },
            { type: 'SignalMeasured', data: { signal: command.series } },
          ])
    case 'ProposeHypotheses':
      return state.isProposed
        ? nothing
        : ok([
            ...command.hypotheses.map(hypothesis => ({ type: 'HypothesisProposed', data: { hypothesis } }) as const),
            ...command.predictions.map(prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const),
            ...(command.model ? [{ type: 'ModelInvited', data: { terms: command.model } } as const] : []),
          ])
    case 'RecordScan':
      return state.scansDone.includes(command.scan)
        ? nothing
        : ok([
            { type: 'QueryRan', data: command.query },
            { type: 'SignalMeasured', data: { signal: command.signal } },
          ])
    case 'RecordFailedScan':
      return state.scansDone.includes(command.scan) ? nothing : ok([{ type: 'QueryFailed', data: command.query }])
    case 'RecordLateCatalogue':
      return ok(recordLateCatalogue(command.late, state))
    case 'RecordLateQuery':
      return ok(recordLate(command, state))
    case 'RecordEvidence':
      return state.weighed
        ? nothing
        : ok(
            unrecorded(command.evidence, state).map(
              evidence => ({ type: 'EvidenceRecorded', data: { evidence } }) as const,
            ),
          )
    case 'RecordRows':
      return state.samples
        ? nothing
        : ok([
            ...command.queries.map(query => ({ type: 'QueryRan', data: query }) as const),
            { type: 'RowsSampled', data: { samples: command.samples } },
          ])
    case 'RequestApprovals':
      return ok(newRequests(command, state))
    case 'EscalateApproval':
      return ok(escalate(command, state))
    case 'RecordModelRound':
    case 'RecordModelRepair':
    case 'RecordModelTest':
    case 'RecordModelProse':
    case 'LeaveModel':
      return ok(decideModel(command, state.model))
    case 'RecordOwnTest':
      return ok(recordOwnTest(state.own, command))
    case 'StopForBudget': {
      if (state.stopped) return nothing
      const spent: InvestigationEvent = { type: 'BudgetSpent', data: { stop: command.stop } }
      return ok(
        state.anomaly
          ? [spent]
          : [spent, { type: 'InvestigationFailed', data: { reason: 'budget-spent', message: command.stop.message } }],
      )
    }
    case 'ReachFinding':
      // It was drawn from a case that has been steered elsewhere since, or paused.
      return isDue({ kind: 'conclude' }, state)
        ? ok([{ type: 'FindingReached', data: { finding: command.finding } }])
        : nothing
    case 'FailInvestigation':
      return ok([{ type: 'InvestigationFailed', data: { reason: command.reason, message: command.message } }])
    case 'GiveUpStep':
      return giveUp(command.step, command)
    default:
      return unreachable(command)
  }
}

/** What was weighed before a hypothesis came or went is kept for the predictions that still stand. */
const unrecorded = (evidence: readonly Evidence[], { predictions, evidence: known }: State) =>
  evidence.filter(
    ({ prediction }) =>
      predictions.some(({ id }) => id === prediction) && !known.some(each => each.prediction === prediction),
  )

/** The steps that a case can go on without. */
const dispensable: readonly Step['kind'][] = [
  'runScan',
  'sampleRows',
  'askModel',
  'testPrediction',
  'testOwn',
  'draftProse',
]

/** A scan or rows that cannot be had, and what a model would do, leave the case without them; any other step ends it. */
const giveUp = (step: Step, { code, message }: { code: string; message: string }): Decision => {
  const left: InvestigationEvent = { type: 'StepGivenUp', data: { step: stepKey(step), code, message } }
  if (dispensable.includes(step.kind)) return ok([left])
  return ok([left, { type: 'InvestigationFailed', data: { reason: 'step-failed', message } }])
}
