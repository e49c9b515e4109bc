import { modelContract } from '../../core/ports/model.contract.ts'
import { startScriptedModel } from '../../testing/scriptedModel.ts'
import { answering, prediction, proposal } from '../../testing/scripts.ts'
import { createMemoryModelLedger } from '../memory/modelLedger.ts'
import { createModel } from './createModel.ts'

const well = answering({
  propose: proposal(prediction()),
  draft: { sentences: [{ text: 'There were 12 rows.', cites: ['e1'] }] },
})

modelContract('The published client behind the gateway', async () => {
  const server = await startScriptedModel(well)
  const settings = { enabled: true, keyHint: null, reasonModel: null, labelModel: null, sharing: {}, version: 0 }
  return {
    model: createModel({
      apiKey: 'key-1',
      baseUrl: server.baseUrl,
      reasonModel: 'strong',
      labelModel: 'fast',
      timeoutMs: 2_000,
      maxRetries: 0,
      ledger: createMemoryModelLedger(),
      now: () => new Date(),
      settings: { settingsOf: async () => settings, keyOf: async () => null },
    }),
    behave: how => {
      server.use(
        how === 'well'
          ? well
          : () => (how === 'dead' ? { kind: 'cut', after: 30 } : { kind: 'call', input: { nothing: 'of the kind' } }),
      )
    },
    calls: () => server.received.length,
    close: server.stop,
  }
})
