import type { FaultKind } from '../fault/faultKind.ts'
import type { Conclusion } from '../finding/finding.ts'
import type { PersonId } from '../shared/ids.ts'

export const severities = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof severities)[number]

/** Where people stand with a case, whatever its investigation does. */
export type CaseState = 'open' | 'inProgress' | 'resolved'

/** What people found the case to be. */
export type ResolveReason = 'causeConfirmed' | 'otherCause' | 'expectedChange' | 'falseAlarm'

/** `cause`: with otherCause, the kind of fault that it was, where that is one we know. */
export type Resolution = {
  readonly reason: ResolveReason
  readonly note: string | null
  readonly cause: FaultKind | null
  readonly byName: string
  /** ISO 8601, UTC. */
  readonly at: string
}

/** What people keep about a case: who has it, how bad it is, and what became of it. `version` counts the changes. */
export type CaseFile = {
  readonly assignee: PersonId | null
  readonly severity: Severity | null
  readonly state: CaseState
  readonly resolution: Resolution | null
  readonly version: number
}

export const untouched: CaseFile = { assignee: null, severity: null, state: 'open', resolution: null, version: 0 }

/** What the investigation claimed, and what people found: what a confidence can be held against. */
export type Label = {
  readonly reason: ResolveReason
  readonly conclusion: Conclusion | null
  readonly cause: FaultKind | null
  readonly actual: FaultKind | null
}

/** Whether people found what the report had claimed; null where it claimed nothing that they could find. */
export const isConfirmed = ({ reason, conclusion, cause, actual }: Label): boolean | null => {
  switch (conclusion) {
    case 'causeFound':
      return reason === 'causeConfirmed' || (reason === 'otherCause' && actual !== null && actual === cause)
    case 'expectedChange':
      return reason === 'expectedChange' || reason === 'causeConfirmed'
    case 'noAnomaly':
      return reason === 'falseAlarm' || reason === 'expectedChange'
    case 'externalCause':
      return reason === 'causeConfirmed'
    case 'causeNotFound':
    case null:
      return null
  }
}
