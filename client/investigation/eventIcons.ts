import type { InvestigationEventType } from '../gql/graphql.ts'
import type { IconName } from '../ui/icons.ts'
import type { Tone } from '../ui/tone.ts'

/** How each kind of event looks in the list; a new kind does not compile until it has its line. */
export const eventLooks: Readonly<Record<InvestigationEventType, { icon: IconName; tone: Tone }>> = {
  INVESTIGATION_OPENED: { icon: 'play', tone: 'accent' },
  CONTEXT_GATHERED: { icon: 'table', tone: 'neutral' },
  QUERY_RAN: { icon: 'code', tone: 'neutral' },
  QUERY_FAILED: { icon: 'alert', tone: 'bad' },
  ANOMALY_MEASURED: { icon: 'chart', tone: 'warn' },
  ANOMALY_NOT_FOUND: { icon: 'chart', tone: 'good' },
  HYPOTHESIS_PROPOSED: { icon: 'flask', tone: 'accent' },
  PREDICTION_REGISTERED: { icon: 'list', tone: 'neutral' },
  SIGNAL_MEASURED: { icon: 'chart', tone: 'neutral' },
  EVIDENCE_RECORDED: { icon: 'scale', tone: 'neutral' },
  ROWS_SAMPLED: { icon: 'table', tone: 'neutral' },
  APPROVAL_REQUESTED: { icon: 'clock', tone: 'warn' },
  APPROVAL_GIVEN: { icon: 'user', tone: 'warn' },
  APPROVAL_DECIDED: { icon: 'user', tone: 'accent' },
  MODEL_INVITED: { icon: 'user', tone: 'accent' },
  MODEL_ANSWERED: { icon: 'user', tone: 'neutral' },
  MODEL_HYPOTHESIS_PROPOSED: { icon: 'flask', tone: 'accent' },
  MODEL_QUERY_REPAIRED: { icon: 'code', tone: 'neutral' },
  MODEL_PREDICTION_TESTED: { icon: 'scale', tone: 'neutral' },
  MODEL_PROSE_DRAFTED: { icon: 'list', tone: 'neutral' },
  MODEL_LEFT: { icon: 'ban', tone: 'warn' },
  BUDGET_SPENT: { icon: 'ban', tone: 'warn' },
  FINDING_REACHED: { icon: 'flag', tone: 'good' },
  STEP_GIVEN_UP: { icon: 'ban', tone: 'warn' },
  INVESTIGATION_FAILED: { icon: 'alert', tone: 'bad' },
  INVESTIGATION_CANCELLED: { icon: 'stop', tone: 'neutral' },
  INVESTIGATION_PAUSED: { icon: 'pause', tone: 'warn' },
  INVESTIGATION_RESUMED: { icon: 'play', tone: 'accent' },
  HINT_ADDED: { icon: 'user', tone: 'accent' },
  HYPOTHESIS_ADDED: { icon: 'flask', tone: 'accent' },
  HYPOTHESIS_DROPPED: { icon: 'ban', tone: 'neutral' },
}
