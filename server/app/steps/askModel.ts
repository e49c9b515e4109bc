import { caseBrief } from '../../core/model/caseBrief.ts'
import type { ModelState } from '../../core/model/modelFacts.ts'
import type { KeptRows } from '../../core/model/rowsSection.ts'
import { asCase, type Case } from '../../core/measure/planned.ts'
import type { Model, ModelAsk, ModelProblem, Proposal } from '../../core/ports/model.ts'
import { openSource } from './ask.ts'
import type { Performed, Work } from './work.ts'

/** What a step needs to ask the model; null where there is none any more. */
export type ModelCase = {
  readonly state: Case
  readonly part: ModelState
  readonly model: Model
  readonly asked: (key: string) => ModelAsk
}

/** The case as the model is told of it. Throws TryAgain while the data source is out of reach. */
export const modelCase = async (work: Work): Promise<ModelCase | null> => {
  const {
    ref,
    signal,
    tools: { model, answers },
  } = work
  const state = asCase(work.state)
  const part = state?.model
  if (!state || !part || !model) return null
  const opened = await openSource(work)
  const kept =
    part.terms.sharing === 'aggregates' || !answers
      ? []
      : await keptRows(state, queryId => answers.answerOf(ref, queryId))
  const base = {
    ref,
    dataSourceId: state.question.dataSourceId,
    terms: part.terms,
    signal,
    dialect: opened.ok ? opened.value.dialect.name : 'SQL',
    brief: caseBrief(state, part, kept),
  }
  return { state, part, model, asked: key => ({ ...base, key }) }
}

const keptRows = async (
  { samples }: Case,
  read: (queryId: string) => Promise<KeptRows['answer'] | null>,
): Promise<readonly KeptRows[]> => {
  const one = async (title: string, queryId: string | null): Promise<readonly KeptRows[]> => {
    const answer = queryId === null ? null : await read(queryId)
    return answer ? [{ title, answer }] : []
  }
  return [
    ...(await one('affected row', samples?.bad ?? null)),
    ...(await one('row from before', samples?.good ?? null)),
  ]
}

export const leaveModel = ({ code, message, uses }: ModelProblem): Performed => ({
  command: { type: 'LeaveModel', code, message, uses },
})

export const noModel: Performed = {
  command: { type: 'LeaveModel', code: 'off', message: 'There is no model any more.', uses: [] },
}

/** One more round: hypotheses beyond the tested ones, their predictions registered before any of their queries may run. */
export const askModel = async (round: number, work: Work): Promise<Performed> => {
  const found = await modelCase(work)
  if (!found) return noModel
  const answered = await found.model.propose(found.asked(`propose:${round}`))
  if (!answered.ok) return leaveModel(answered.problem)
  const { value, uses } = answered.value
  return {
    command: {
      type: 'RecordModelRound',
      round,
      uses,
      wantsMore: value.wantsMore && value.hypotheses.length > 0,
      hypotheses: named(round, value),
    },
  }
}

const named = (round: number, { hypotheses }: Proposal) =>
  hypotheses.map(({ statement, predictions }, index) => {
    const id = `m${round}.${index + 1}`
    return {
      id,
      statement,
      predictions: predictions.map((prediction, place) => ({ ...prediction, id: `${id}.p${place + 1}` })),
    }
  })
