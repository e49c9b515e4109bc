import type { Step } from '../../core/investigation/step.ts'
import type { Append, StoredAnswer, StoredEvent } from '../../core/ports/investigationStore.ts'
import type { CaseRef } from '../../core/shared/ids.ts'

export type SentJob = { readonly ref: CaseRef; readonly step: Step }

type Case = { readonly ref: CaseRef; readonly facts: readonly StoredEvent[]; readonly answers: readonly StoredAnswer[] }

/** What stands in for the database: stores and feeds over one of these are like processes over one PostgreSQL. */
export type MemoryCases = ReturnType<typeof createMemoryCases>

export const createMemoryCases = (now: () => Date = () => new Date()) => {
  const cases = new Map<string, Case>()
  const watchers = new Set<() => void>()
  let jobs: readonly SentJob[] = []

  const find = (ref: CaseRef) => {
    const found = cases.get(ref.investigationId)
    return found?.ref.tenantId === ref.tenantId ? found : null
  }

  return {
    facts: (ref: CaseRef): readonly StoredEvent[] => find(ref)?.facts ?? [],
    answers: (ref: CaseRef): readonly StoredAnswer[] => find(ref)?.answers ?? [],
    jobs: () => jobs,
    /** Saves it all, or nothing where the case has moved on or is another tenant's. */
    save({ ref, expectedVersion, events, answers, steps }: Append): boolean {
      const found = cases.get(ref.investigationId) ?? { ref, facts: [], answers: [] }
      if (found.ref.tenantId !== ref.tenantId || found.facts.length !== expectedVersion) return false
      const occurredAt = now()
      const fresh = events.map((event, index) => ({ sequence: expectedVersion + 1 + index, occurredAt, event }))
      cases.set(ref.investigationId, {
        ref,
        facts: [...found.facts, ...fresh],
        answers: [...found.answers, ...answers],
      })
      jobs = [...jobs, ...steps.map(step => ({ ref, step }))]
      watchers.forEach(watcher => watcher())
      return true
    },
    /** Calls back after each save, until told to stop by the function it gives. */
    watch(watcher: () => void) {
      watchers.add(watcher)
      return () => {
        watchers.delete(watcher)
      }
    },
  }
}
