import { isDue, stepsDue } from '../core/investigation/stepsDue.ts'
import { stepKey, type Step } from '../core/investigation/step.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { unreachable } from '../core/shared/unreachable.ts'
import { change, loadCase } from './change.ts'
import { CutShort } from './steps/ask.ts'
import { askPeople } from './steps/askPeople.ts'
import { askModel } from './steps/askModel.ts'
import { conclude } from './steps/conclude.ts'
import { draftProse } from './steps/draftProse.ts'
import { gatherContext } from './steps/gatherContext.ts'
import { keepBudget } from './steps/keepBudget.ts'
import { measureAnomaly } from './steps/measureAnomaly.ts'
import { proposeHypotheses } from './steps/proposeHypotheses.ts'
import { runScan } from './steps/runScan.ts'
import { sampleRows } from './steps/sampleRows.ts'
import { testOwn } from './steps/testOwn.ts'
import { testPrediction } from './steps/testPrediction.ts'
import { weighEvidence } from './steps/weighEvidence.ts'
import type { ContextWork, Performed } from './steps/work.ts'
import type { AdvanceTools, Tools } from './tools.ts'

const perform = async (step: Step, work: ContextWork): Promise<Performed> => {
  switch (step.kind) {
    case 'gatherContext':
      return gatherContext(work)
    case 'measureAnomaly':
      return measureAnomaly(work)
    case 'proposeHypotheses':
      return proposeHypotheses(work)
    case 'runScan':
      return runScan(step.scan, work)
    case 'weighEvidence':
      return weighEvidence(work)
    case 'sampleRows':
      return sampleRows(work)
    case 'askModel':
      return askModel(step.round, work)
    case 'testPrediction':
      return testPrediction(step.prediction, work)
    case 'testOwn':
      return testOwn(step.prediction, work)
    case 'draftProse':
      return draftProse(work)
    case 'conclude':
      return conclude(work)
    default:
      return unreachable(step)
  }
}

/**
 * Takes one step of a case: the whole engine. A redelivered step whose work is done does nothing, and one that needs a person first asks and waits.
 * Throws what may pass by itself, so that the job is tried again.
 */
export const advance =
  (tools: AdvanceTools) =>
  async (ref: CaseRef, step: Step, signal: AbortSignal): Promise<void> => {
    const { state } = await loadCase(tools.store, ref)
    if (!isDue(step, state)) return
    const work = { ref, state, tools, signal }
    const { command: stopped, limit } = await keepBudget(step, work)
    const asking = stopped ?? (await askPeople(step, work, tools))
    if (asking) {
      const asked = await change(tools.store)(ref, asking)
      // Where grants let every query of the step run, nobody is waited for.
      if (asking.type !== 'RequestApprovals' || !asked.ok || !isDue(step, asked.value)) return letGo(step, work)
      return record(step, { ...work, limit, state: asked.value })
    }
    return record(step, { ...work, limit })
  }

const record = async (step: Step, work: ContextWork): Promise<void> => {
  const { command, answers } = await perform(step, work).catch(stopForBudget)
  await change(work.tools.store)(work.ref, command, { answers, settles: stepKey(step) })
  // A case that has ended meanwhile took no facts, and with them nothing off what is committed.
  await letGo(step, work)
}

const stopForBudget = (error: unknown): Performed => {
  if (error instanceof CutShort) return { command: { type: 'StopForBudget', stop: error.stop } }
  throw error
}

/** A step that leaves no facts, or waits for a person, is going to cost nothing for now. */
const letGo = async (step: Step, { ref, tools: { spending } }: ContextWork): Promise<void> => {
  await spending?.release(ref, stepKey(step))
}

/** Records that a step could not be done, so that the case goes on without it or ends in words. */
export const giveUp =
  (tools: Tools) =>
  async (ref: CaseRef, step: Step, problem: { readonly code: string; readonly message: string }): Promise<void> => {
    const { state } = await loadCase(tools.store, ref)
    if (!isDue(step, state)) return
    await change(tools.store)(ref, { type: 'GiveUpStep', step, ...problem }, { settles: stepKey(step) })
  }

/** The steps that the case calls for as it stands. */
export const dueSteps =
  (tools: Pick<Tools, 'store'>) =>
  async (ref: CaseRef): Promise<readonly Step[]> =>
    stepsDue((await loadCase(tools.store, ref)).state)
