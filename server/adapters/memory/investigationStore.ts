import type { InvestigationStore } from '../../core/ports/investigationStore.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import type { MemoryCases } from './memoryCases.ts'

/** The store over memory; saving is one synchronous act, so racing appends cannot both win. */
export const createMemoryStore = (cases: MemoryCases): InvestigationStore => ({
  load: async ref => cases.facts(ref),
  append: async append =>
    cases.save(append)
      ? ok({ version: append.expectedVersion + append.events.length })
      : refuse({ code: 'version-conflict' }),
})
