import type { CaseState, ResolveReason, Severity } from '../gql/graphql.ts'

export const severityWords: Readonly<Record<Severity, string>> = {
  CRITICAL: 'Critical',
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
}
export const caseStateWords: Readonly<Record<CaseState, string>> = {
  OPEN: 'Open',
  IN_PROGRESS: 'In progress',
  RESOLVED: 'Resolved',
}
export const reasonWords: Readonly<Record<ResolveReason, string>> = {
  CAUSE_CONFIRMED: 'The cause is confirmed',
  OTHER_CAUSE: 'It was another cause',
  EXPECTED_CHANGE: 'An expected change',
  FALSE_ALARM: 'A false alarm',
}
