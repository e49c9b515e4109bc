import { conclude } from '../../core/finding/conclude.ts'
import { citedProse } from '../../core/model/citedProse.ts'
import { evidenceBrief } from '../../core/model/evidenceBrief.ts'
import { leaveModel, modelCase, noModel } from './askModel.ts'
import type { Performed, Work } from './work.ts'

const mostCitable = 40

/** The report in the model's words, less every sentence that rests on nothing. The report itself is code's, and stays as it is. */
export const draftProse = async (work: Work): Promise<Performed> => {
  const found = await modelCase(work)
  if (!found) return noModel
  const { whatIsGoingOn, whatCausedIt, whatToDoNext } = conclude(found.state, null)
  const citable = [...whatIsGoingOn, ...whatCausedIt, ...whatToDoNext]
    .filter(({ queries }) => queries.length > 0)
    .slice(0, mostCitable)
  const { brief, evidence, restored } = evidenceBrief(found.state, citable, found.part.terms.sharing)
  const answered = await found.model.draft({ ...found.asked('draft'), brief })
  if (!answered.ok) return leaveModel(answered.problem)
  const { sentences, removed } = citedProse(answered.value.value, evidence)
  return {
    command: {
      type: 'RecordModelProse',
      sentences: sentences.map(({ text, queries }) => ({ text: restored(text), queries })),
      removed,
      uses: answered.value.uses,
    },
  }
}
