import { endsCase } from '../../core/investigation/endsCase.ts'
import type { EventFeed } from '../../core/ports/eventFeed.ts'
import type { StoredEvent } from '../../core/ports/investigationStore.ts'
import type { CaseRef } from '../../core/shared/ids.ts'
import type { MemoryCases } from './memoryCases.ts'

export const createMemoryFeed = (cases: MemoryCases): EventFeed => ({
  follow: (ref, after, signal) => follow(cases, { ref, after, signal }),
})

type Following = { readonly ref: CaseRef; readonly after: number; readonly signal: AbortSignal }

async function* follow(
  cases: MemoryCases,
  { ref, after, signal }: Following,
): AsyncGenerator<StoredEvent, void, undefined> {
  let cursor = after
  while (!signal.aborted) {
    const facts = cases.facts(ref)
    for (const stored of facts.slice(Math.max(0, cursor))) {
      if (signal.aborted) return
      cursor = stored.sequence
      yield stored
    }
    const newest = facts.at(-1)
    if (newest && newest.sequence <= cursor && endsCase(newest.event)) return
    if (cases.facts(ref).length <= cursor) await nextSave(cases, signal)
  }
}

const nextSave = async (cases: MemoryCases, signal: AbortSignal) => {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = () => resolve()
  const unwatch = cases.watch(stop)
  signal.addEventListener('abort', stop)
  await promise
  unwatch()
  signal.removeEventListener('abort', stop)
}
