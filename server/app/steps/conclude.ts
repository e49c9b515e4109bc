import { conclude as findingOf } from '../../core/finding/conclude.ts'
import { asCase } from '../../core/measure/planned.ts'
import type { Performed, Work } from './work.ts'

/** The report. A data source out of reach costs it the queries behind its numbers, and nothing else. */
export const conclude = async ({ ref, state, tools }: Work): Promise<Performed> => {
  const found = asCase(state)
  if (!found) throw new Error('Nothing was measured yet')
  const opened = await tools.dataSources.open(ref.tenantId, found.question.dataSourceId)
  return { command: { type: 'ReachFinding', finding: findingOf(found, opened.ok ? opened.value.dialect : null) } }
}
