import type { FaultKind } from '../fault/faultKind.ts'
import type { PersonId } from '../shared/ids.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { unreachable } from '../shared/unreachable.ts'
import type { CaseFile, CaseState, ResolveReason, Severity } from './caseFile.ts'

/** What somebody wants of a case file. */
export type CaseWish =
  | { readonly kind: 'assign'; readonly to: { readonly id: PersonId; readonly name: string } | null }
  | { readonly kind: 'severity'; readonly severity: Severity | null }
  | { readonly kind: 'state'; readonly state: Exclude<CaseState, 'resolved'> }
  | {
      readonly kind: 'resolve'
      readonly reason: ResolveReason
      readonly note: string | null
      readonly cause: FaultKind | null
    }
  | { readonly kind: 'reopen' }

export type CaseRefusal = { readonly code: 'resolved' | 'not-resolved' | 'note-needed' }

/** The file after it, and the change as the end of a sentence that begins with a name; no change at all is none. */
export type CaseChange = { readonly file: CaseFile; readonly told: string }

const reasons: Readonly<Record<ResolveReason, string>> = {
  causeConfirmed: 'the cause is confirmed',
  otherCause: 'it had another cause',
  expectedChange: 'it was an expected change',
  falseAlarm: 'it was a false alarm',
}

/** What the wish makes of the file. */
export const changeCase = (
  file: CaseFile,
  wish: CaseWish,
  { byName, at }: { readonly byName: string; readonly at: Date },
): Result<CaseChange | null, CaseRefusal> => {
  const next = (part: Partial<CaseFile>, told: string) =>
    ok({ file: { ...file, ...part, version: file.version + 1 }, told })
  switch (wish.kind) {
    case 'assign':
      if ((wish.to?.id ?? null) === file.assignee) return ok(null)
      return next(
        { assignee: wish.to?.id ?? null },
        wish.to ? `assigned it to ${wish.to.name}` : 'assigned it to nobody',
      )
    case 'severity':
      return wish.severity === file.severity
        ? ok(null)
        : next({ severity: wish.severity }, `set the severity to ${wish.severity ?? 'none'}`)
    case 'state':
      if (file.state === 'resolved') return refuse({ code: 'resolved' })
      return wish.state === file.state
        ? ok(null)
        : next({ state: wish.state }, wish.state === 'inProgress' ? 'is at work on it' : 'put it back')
    case 'resolve': {
      if (file.state === 'resolved') return refuse({ code: 'resolved' })
      if (wish.reason === 'otherCause' && wish.note === null && wish.cause === null)
        return refuse({ code: 'note-needed' })
      const { reason, note, cause } = wish
      const resolution = { reason, note, cause: reason === 'otherCause' ? cause : null, byName, at: at.toISOString() }
      return next(
        { state: 'resolved', resolution },
        `resolved it: ${reasons[reason]}${note === null ? '' : `. ${note}`}`,
      )
    }
    case 'reopen':
      return file.state === 'resolved'
        ? next({ state: 'open', resolution: null }, 'opened it again')
        : refuse({ code: 'not-resolved' })
    default:
      return unreachable(wish)
  }
}
