// A process that has a model's call in the ledger and is killed (`kill -9`) between the answer and its record; told to live, it records it. It says what it does.
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import { createModelLedger } from '../adapters/postgres/modelLedger.ts'
import { asId, type DataSourceId, type InvestigationId, type TenantId } from '../core/shared/ids.ts'
import { facts } from './caseFacts.ts'
import { startStoreProcess } from './storeProcess.ts'

const say = (word: string) => process.stdout.write(`${word}\n`)
const [url = '', tenantId = '', dataSourceId = '', investigationId = '', word = ''] = process.argv.slice(2)
const { store, pool, close } = await startStoreProcess(url)
const ref = { tenantId: asId<TenantId>(tenantId), investigationId: asId<InvestigationId>(investigationId) }
const ledger = createModelLedger({ pool, secrets: createSecretBox(Buffer.alloc(32, 7)) })
const begun = await ledger.begin({
  ref,
  dataSourceId: asId<DataSourceId>(dataSourceId),
  key: 'propose:1',
  purpose: 'propose',
  model: 'strong',
  sharing: 'aggregates',
  payload: 'what leaves',
  contents: [],
  most: { inputTokens: 10_000, outputTokens: 4_000 },
})
const tokens = { inputTokens: 1_234, outputTokens: 56, cachedTokens: 0 }
if (begun.state === 'send') {
  say('sent')
  await ledger.end(ref, begun.callId, { answer: '[]', tokens })
  say('answered')
}
if (begun.state === 'answered') say('found')
if (word === 'die') process.kill(process.pid, 'SIGKILL')
const uses =
  begun.state === 'no-budget' ? [] : [{ callId: begun.callId, model: 'strong', purpose: 'propose', ...tokens } as const]
const saved = await store.append({
  ...facts(ref, 1, { type: 'ModelAnswered', data: { round: 1, uses, wantsMore: false } }),
  settles: 'askModel:1',
})
say(saved.ok ? 'recorded' : 'known')
await close()
