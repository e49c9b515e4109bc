import type { ApprovalDecision } from '../core/approval/request.ts'
import type { PersonId } from '../core/shared/ids.ts'
import { ApprovalOutcomeEnum } from './approvalDecision.ts'
import { builder } from './builder.ts'
import { Refused, UserError } from './errors.ts'

/** Somebody was first; who and when is told. */
export class AlreadyDecided extends Refused {
  readonly decision: ApprovalDecision
  readonly at: Date
  constructor(decision: ApprovalDecision, at: Date, caller: PersonId) {
    const who = decision.by === caller ? 'You' : decision.by === null ? 'The deadline' : decision.byName
    super('ALREADY_DECIDED', `${who} decided this already.`, ['approvalId'])
    this.decision = decision
    this.at = at
  }
}

/** This caller may not decide this request, or the policy forbids it. */
export class NotAllowed extends Refused {}

/** The deadline has passed, or the investigation has ended. */
export class Expired extends Refused {}

/** The guard does not let the query pass. */
export class QueryRefused extends Refused {}

builder.objectType(AlreadyDecided, {
  name: 'AlreadyDecided',
  interfaces: [UserError],
  description: 'Somebody was first.',
  fields: t => ({
    byName: t.string({
      description: 'Who decided, by the name they had then.',
      resolve: ({ decision }) => decision.byName,
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    outcome: t.field({
      type: ApprovalOutcomeEnum,
      description: 'What they decided.',
      resolve: ({ decision }) => decision.outcome,
    }),
  }),
})

builder.objectType(NotAllowed, {
  name: 'NotAllowed',
  interfaces: [UserError],
  description: 'This caller may not decide this request, or the policy forbids it.',
})
builder.objectType(Expired, {
  name: 'Expired',
  interfaces: [UserError],
  description: 'The deadline has passed, or the investigation has ended.',
})
builder.objectType(QueryRefused, {
  name: 'QueryRefused',
  interfaces: [UserError],
  description: 'The guard does not let the query pass.',
})
