import { rank } from '../core/hypothesis/ranking.ts'
import type { Command, Refusal } from '../core/investigation/command.ts'
import { decide } from '../core/investigation/decide.ts'
import { evolve, initial, type State } from '../core/investigation/state.ts'
import { newlyDue } from '../core/investigation/stepsDue.ts'
import type { InvestigationStore, StoredAnswer } from '../core/ports/investigationStore.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { nonEmpty } from '../core/shared/nonEmpty.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'

/** The case as its facts make it, and how many there are. */
export const loadCase = async (store: InvestigationStore, ref: CaseRef): Promise<{ state: State; version: number }> => {
  const events = await store.load(ref)
  return { state: events.reduce((state, { event }) => evolve(state, event), initial), version: events.length }
}

/** What a step brings besides its command: the answers to keep beside its facts, and its key. */
type OfStep = { readonly answers?: readonly StoredAnswer[] | undefined; readonly settles?: string }

/**
 * Load, decide, append; on a version conflict decide again on what is there then. The command, and with it the paid answer, is kept.
 * Yields the state after it.
 */
export const change =
  (store: InvestigationStore) =>
  async (ref: CaseRef, command: Command, { answers = [], settles }: OfStep = {}): Promise<Result<State, Refusal>> => {
    for (;;) {
      const { state, version } = await loadCase(store, ref)
      const decided = decide(command, state)
      if (!decided.ok) return decided
      const events = nonEmpty(decided.value)
      if (!events) return ok(state)
      const after = events.reduce(evolve, state)
      const appended = await store.append({
        ref,
        expectedVersion: version,
        events,
        steps: newlyDue(state, after),
        answers,
        hypotheses: rank(after),
        settles: settles ?? null,
      })
      if (appended.ok) return ok(after)
      // Nothing to load and yet taken: the id is another tenant's, which must look like any other conflict and not be tried for ever.
      if (version === 0 && (await store.load(ref)).length === 0) return refuse({ code: 'already-open' })
    }
  }
