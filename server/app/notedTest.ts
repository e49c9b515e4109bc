import type { AuditLog, AuditNote } from '../core/ports/auditTrail.ts'
import { failureOf, type TestStep } from '../core/ports/testStep.ts'

export type NotedTest = Pick<AuditNote, 'tenantId' | 'subject'> & { readonly audit: AuditLog }

/** The steps of a test that somebody asked for; what it came to is in the audit trail, also where they did not wait for its end. */
export async function* notedTest(
  { audit, ...about }: NotedTest,
  steps: AsyncIterable<TestStep>,
): AsyncGenerator<TestStep, undefined, undefined> {
  const seen: TestStep[] = []
  let isThrough = false
  try {
    for await (const step of steps) {
      seen.push(step)
      yield step
    }
    isThrough = true
  } finally {
    const failure = failureOf(seen)
    await audit.note({
      ...about,
      action: 'dataSourceTested',
      after: failure ? { outcome: 'failed', step: failure.name } : { outcome: isThrough ? 'passed' : 'broken off' },
    })
  }
}

/** What a test of settings that are not saved is about: the kind, by the name that it is to have. */
export const unsaved = (kind: string, name = kind) => ({ kind: 'dataSourceKind', id: kind, name })
