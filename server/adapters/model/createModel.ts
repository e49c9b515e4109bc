import type { Model, ModelAsk } from '../../core/ports/model.ts'
import type { ModelLedger } from '../../core/ports/modelLedger.ts'
import type { ModelSettings, ModelSettingsStore } from '../../core/ports/modelSettings.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { createBreaker, type Breaker } from './breaker.ts'
import { ask, type Call } from './gateway.ts'
import { draftSystem, draftTool } from './prompts/draft.ts'
import { proposeSystem, proposeTool } from './prompts/propose.ts'
import { repairSystem, repairTool } from './prompts/repair.ts'

/** How this deployment reaches models. A tenant's own key goes before `apiKey`; without either, models are off. */
export type ModelOptions = {
  readonly apiKey: string | null
  readonly baseUrl: string | null
  readonly reasonModel: string
  readonly labelModel: string
  readonly timeoutMs: number
  readonly maxRetries: number
  readonly settings: Pick<ModelSettingsStore, 'settingsOf' | 'keyOf'>
  readonly ledger: ModelLedger
  readonly now: () => Date
}

const maxRounds = 3

const keyFor = async (
  { settings, apiKey }: ModelOptions,
  tenantId: TenantId,
): Promise<{ readonly found: ModelSettings; readonly key: string | null }> => {
  const found = await settings.settingsOf(tenantId)
  return { found, key: found.enabled ? ((await settings.keyOf(tenantId)) ?? apiKey) : null }
}

/** The model over the provider's API, behind the gateway. Nothing is kept from one call to the next but how the provider is doing, tenant by tenant. */
export const createModel = (options: ModelOptions): Model => {
  const breakers = new Map<TenantId, Breaker>()
  const breakerOf = (tenantId: TenantId) => {
    const found = breakers.get(tenantId) ?? createBreaker({ now: options.now })
    breakers.set(tenantId, found)
    return found
  }
  const through = async <Value>(call: Call<Value>) => {
    const { tenantId } = call.asked.ref
    const { key } = await keyFor(options, tenantId)
    if (key === null) return refuse({ code: 'off', message: 'Models were switched off.', uses: [] } as const)
    const connection = {
      apiKey: key,
      baseUrl: options.baseUrl,
      timeoutMs: options.timeoutMs,
      maxRetries: options.maxRetries,
    }
    return ask({ ledger: options.ledger, breaker: breakerOf(tenantId), connection }, call)
  }
  return {
    async termsFor(tenantId, dataSourceId) {
      const { found, key } = await keyFor(options, tenantId)
      return key === null
        ? null
        : {
            reasonModel: found.reasonModel ?? options.reasonModel,
            labelModel: found.labelModel ?? options.labelModel,
            maxRounds,
            sharing: found.sharing[dataSourceId] ?? 'aggregates',
          }
    },
    propose: asked =>
      through({
        ...base(asked, 'reasonModel'),
        purpose: 'propose',
        system: proposeSystem(asked.dialect),
        tool: proposeTool,
      }),
    repair: asked =>
      through({
        ...base(asked, 'labelModel'),
        purpose: 'repair',
        system: repairSystem(asked.dialect),
        tool: repairTool,
        sections: [
          ...asked.brief.sections,
          {
            title: 'The refused query',
            lines: [`claim: ${asked.mend.claim}`, `query: ${asked.mend.sql}`, `refused because: ${asked.mend.problem}`],
          },
        ],
      }),
    async draft(asked) {
      const drafted = await through({
        ...base(asked, 'labelModel'),
        purpose: 'draft',
        system: draftSystem(),
        tool: draftTool,
      })
      return drafted.ok ? ok({ value: drafted.value.value.sentences, uses: drafted.value.uses }) : drafted
    },
  }
}

const base = (asked: ModelAsk, task: 'reasonModel' | 'labelModel') => ({
  asked,
  model: asked.terms[task],
  sections: asked.brief.sections,
})
