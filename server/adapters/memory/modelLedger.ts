import { createHash, randomUUID } from 'node:crypto'
import type { LedgerCall, LedgerOutcome, ModelLedger } from '../../core/ports/modelLedger.ts'

type Kept = LedgerCall & { readonly callId: string; readonly payloadHash: string; outcome: LedgerOutcome | null }

/** The ledger in memory, for tests and benchmarks; it knows no budget. */
export const createMemoryModelLedger = (): ModelLedger & { readonly calls: readonly Kept[] } => {
  const calls: Kept[] = []
  const running = new Map<string, Promise<unknown>>()
  return {
    calls,
    async exclusively({ ref, key }, work) {
      const name = `${ref.investigationId} ${key}`
      const before = running.get(name) ?? Promise.resolve()
      const mine = before.catch(() => undefined).then(work)
      running.set(name, mine)
      return mine
    },
    async begin(call) {
      const found = calls.find(({ ref, key }) => ref.investigationId === call.ref.investigationId && key === call.key)
      if (found?.outcome && 'answer' in found.outcome)
        return { state: 'answered', callId: found.callId, ...found.outcome }
      const callId = found?.callId ?? randomUUID()
      if (!found)
        calls.push({
          ...call,
          callId,
          payloadHash: createHash('sha256').update(call.payload).digest('hex'),
          outcome: null,
        })
      return { state: 'send', callId }
    },
    async end(_ref, callId, outcome) {
      const found = calls.find(call => call.callId === callId)
      if (found) found.outcome = outcome
    },
  }
}
