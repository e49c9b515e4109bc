import type { Exposure } from '../model/brief.ts'
import type { ModelPurpose } from '../model/modelHypothesis.ts'
import type { Sharing } from '../model/terms.ts'
import type { CaseRef, DataSourceId } from '../shared/ids.ts'

/** A call that is about to leave. */
export type LedgerCall = {
  readonly ref: CaseRef
  readonly dataSourceId: DataSourceId
  /** Unique within the case. */
  readonly key: string
  readonly purpose: ModelPurpose
  readonly model: string
  readonly sharing: Sharing
  /** Exactly what is sent, as text. */
  readonly payload: string
  readonly contents: readonly Exposure[]
  /** The most tokens that it can take. */
  readonly most: { readonly inputTokens: number; readonly outputTokens: number }
}

export type Tokens = { readonly inputTokens: number; readonly outputTokens: number; readonly cachedTokens: number }

/** What became of a call. `answer` is what came back, as text. */
export type LedgerOutcome =
  { readonly answer: string; readonly tokens: Tokens } | { readonly problem: string; readonly tokens: Tokens | null }

/** A call as it stands in the ledger: to be sent now, answered already, or not to be sent for want of budget. */
export type Begun =
  | { readonly state: 'send'; readonly callId: string }
  | { readonly state: 'answered'; readonly callId: string; readonly answer: string; readonly tokens: Tokens }
  | { readonly state: 'no-budget'; readonly message: string }

/** What left for a model, written before it leaves. Payloads are sealed and forgotten after a while; what they held stays on record. */
export interface ModelLedger {
  /**
   * Does the work while no other process does the same call. `begin` writes the row, or finds the answer that was paid for before; `end` keeps the outcome.
   */
  exclusively<Value>(call: Pick<LedgerCall, 'ref' | 'key'>, work: () => Promise<Value>): Promise<Value>
  begin(call: LedgerCall): Promise<Begun>
  end(ref: CaseRef, callId: string, outcome: LedgerOutcome): Promise<void>
}
