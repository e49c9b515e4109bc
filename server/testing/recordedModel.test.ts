import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createMemoryModelLedger } from '../adapters/memory/modelLedger.ts'
import { createModel } from '../adapters/model/createModel.ts'
import { asId } from '../core/shared/ids.ts'
import { startRecordedModel } from './recordedModel.ts'
import { startScriptedModel } from './scriptedModel.ts'
import { answering, prediction, proposal } from './scripts.ts'

vi.setConfig({ testTimeout: 30_000 })

const ask = (baseUrl: string, line: string) => {
  const settings = { enabled: true, keyHint: null, reasonModel: null, labelModel: null, sharing: {}, version: 0 }
  return createModel({
    apiKey: 'key-1',
    baseUrl,
    reasonModel: 'strong',
    labelModel: 'fast',
    timeoutMs: 5_000,
    maxRetries: 0,
    ledger: createMemoryModelLedger(),
    now: () => new Date(),
    settings: { settingsOf: async () => settings, keyOf: async () => null },
  }).propose({
    ref: { tenantId: asId('t'), investigationId: asId('i') },
    dataSourceId: asId('s'),
    key: 'propose:1',
    dialect: 'duckdb',
    signal: new AbortController().signal,
    terms: { reasonModel: 'strong', labelModel: 'fast', sharing: 'aggregates', maxRounds: 3 },
    brief: { sections: [{ title: 'T', lines: [line] }], exposures: [] },
  })
}

test('a conversation that was recorded once is given again without the provider; another is not made up', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dataing-recorded-'))
  try {
    const provider = await startScriptedModel(answering({ propose: proposal(prediction()) }))
    const recording = await startRecordedModel({ file: join(folder, 'talk.json'), upstream: provider.baseUrl })
    const first = await ask(recording.baseUrl, 'a line')
    await Promise.all([recording.stop(), provider.stop()])
    const replay = await startRecordedModel({ file: join(folder, 'talk.json'), upstream: null })
    const [again, other] = [await ask(replay.baseUrl, 'a line'), await ask(replay.baseUrl, 'another line')]
    await replay.stop()
    expect(first).toMatchObject({ ok: true, value: { value: proposal(prediction()) } })
    expect(again.ok && again.value.value).toEqual(first.ok && first.value.value)
    expect(other.ok).toBe(false)
    expect(replay.seen.misses).toBe(1)
  } finally {
    await rm(folder, { recursive: true })
  }
})
