import { propose } from '../../core/hypothesis/propose.ts'
import { asCase } from '../../core/measure/planned.ts'
import type { Performed, Work } from './work.ts'

/** The causes worth testing, with their predictions registered before any query may answer them; a model, where there is one, is invited to think along. */
export const proposeHypotheses = async ({ ref, state, tools }: Work): Promise<Performed> => {
  const found = asCase(state)
  if (!found) throw new Error('Nothing was measured yet')
  const model = (await tools.model?.termsFor(ref.tenantId, found.question.dataSourceId)) ?? null
  return { command: { type: 'ProposeHypotheses', ...propose(found), model } }
}
