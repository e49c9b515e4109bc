import { createMemoryModelLedger } from '../adapters/memory/modelLedger.ts'
import { createModel } from '../adapters/model/createModel.ts'
import { readEnvironment } from '../env.ts'
import type { Model } from '../core/ports/model.ts'
import { misbehaving } from './misbehaving.ts'
import { startRecordedModel } from './recordedModel.ts'
import { startScriptedModel, type Script } from './scriptedModel.ts'

export type BenchModel = {
  readonly name: string
  readonly model: Model
  readonly requests: () => number
  readonly stop: () => Promise<void>
}

type Reached = {
  readonly apiKey: string
  readonly baseUrl: string | null
  readonly names: { readonly reason: string; readonly label: string }
}

const modelAt = ({ apiKey, baseUrl, names }: Reached) => {
  const settings = { enabled: true, keyHint: null, reasonModel: null, labelModel: null, sharing: {}, version: 0 }
  return createModel({
    apiKey,
    baseUrl,
    reasonModel: names.reason,
    labelModel: names.label,
    timeoutMs: 60_000,
    maxRetries: 1,
    ledger: createMemoryModelLedger(),
    now: () => new Date(),
    settings: { settingsOf: async () => settings, keyOf: async () => null },
  })
}

const scripted = async (name: string, script: Script): Promise<BenchModel> => {
  const server = await startScriptedModel(script)
  return {
    name,
    model: modelAt({ apiKey: 'none', baseUrl: server.baseUrl, names: { reason: 'scripted', label: 'scripted' } }),
    requests: () => server.received.length,
    stop: server.stop,
  }
}

/** Which models take part, and what is missing for others. */
export const whichModels = (recording: string | null): string => {
  const {
    models: { apiKey },
  } = readEnvironment()
  const noKey = 'ANTHROPIC_API_KEY is not set, so no live model takes part'
  const rest =
    apiKey === null
      ? `${noKey}: what is not recorded there counts as a request, and gets no answer.`
      : 'What is not recorded there is asked and kept.'
  if (recording !== null) return `Conversations of ${recording}. ${rest}`
  return apiKey === null ? `${noKey}: scripted ones that misbehave do.` : 'The live model takes part.'
}

/** With a key or a recording the real thing; else those that behave badly. */
export const benchModels = async (recording: string | null): Promise<readonly BenchModel[]> => {
  const {
    models: { apiKey, reasonModel: reason, labelModel: label },
  } = readEnvironment()
  const names = { reason, label }
  if (recording !== null) {
    const server = await startRecordedModel({
      file: recording,
      upstream: apiKey === null ? null : 'https://api.anthropic.com',
    })
    return [
      {
        name: 'recorded',
        model: modelAt({ apiKey: apiKey ?? 'none', baseUrl: server.baseUrl, names }),
        requests: () => server.seen.misses,
        stop: server.stop,
      },
    ]
  }
  if (apiKey !== null)
    return [
      {
        name: 'live',
        model: modelAt({ apiKey, baseUrl: null, names }),
        requests: () => 0,
        stop: async () => undefined,
      },
    ]
  return Promise.all(Object.entries(misbehaving).map(([name, script]) => scripted(name, script(0))))
}
