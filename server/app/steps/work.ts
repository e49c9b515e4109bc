import type { Command } from '../../core/investigation/command.ts'
import type { State } from '../../core/investigation/state.ts'
import type { StoredAnswer } from '../../core/ports/investigationStore.ts'
import type { CaseRef } from '../../core/shared/ids.ts'
import type { BudgetStop } from '../../core/usage/budget.ts'
import type { AdvanceTools, Tools } from '../tools.ts'

/** How long each query of a step may take (ms) before a budget stops the case, and what is told then. */
export type TimeLimit = { readonly ms: number; readonly stop: BudgetStop }

/** What a step needs: the case, the outside world, and a way to be stopped. `limit` is left out where no budget cuts its queries. */
export type Work = {
  readonly ref: CaseRef
  readonly state: State
  readonly tools: Tools
  readonly signal: AbortSignal
  readonly limit?: TimeLimit | null
}

/** What gathering the context needs besides: what the schema was before, and what is made from what. */
export type ContextWork = Work & { readonly tools: Pick<AdvanceTools, 'history' | 'lineage' | 'now'> }

/** What a step comes to: a command, and the answers to keep beside its facts. */
export type Performed = { readonly command: Command; readonly answers?: readonly StoredAnswer[] }
