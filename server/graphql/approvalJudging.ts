// Whether the caller may decide a request, in their own name or for somebody who is away.
import type { ApprovalView, InvestigationView } from '../../prisma/generated/client.ts'
import { decidableFor, type Delegator, type Judging } from '../core/approval/behalf.ts'
import { asId, type DataSourceId, type PersonId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { printGlobalId } from './globalId.ts'
import { storedDecision, storedRequest } from './stored.ts'
import { callerOf } from './who.ts'

export const DecidableFor = builder.objectRef<Delegator>('DecidableFor').implement({
  description: 'Somebody who is away.',
  fields: t => ({
    personId: t.id({ description: 'For `forPersonId`.', resolve: ({ personId }) => printGlobalId('Person', personId) }),
    name: t.exposeString('name', { description: 'What they are called.' }),
  }),
})

/** What of a request's case is needed to judge who may decide it. */
export const judged = { investigation: { select: { openedBy: true, dataSourceId: true } } } as const

type Judged = Pick<ApprovalView, 'given' | 'request' | 'escalatedAt'> & {
  readonly investigation: Pick<InvestigationView, 'openedBy' | 'dataSourceId'>
}

export const judgingOf = async (
  { given, request, escalatedAt, investigation: { openedBy, dataSourceId } }: Judged,
  { loaders }: Context,
): Promise<Judging> => ({
  openedBy: openedBy === null ? null : asId<PersonId>(openedBy),
  policy: await loaders.policy.load(asId<DataSourceId>(dataSourceId)),
  given: storedDecision(given),
  request: storedRequest(request),
  isEscalated: escalatedAt !== null,
})

/** Those who are away for whom the caller may decide. */
export const decidableOf = async (judging: Judging, context: Context) =>
  decidableFor(judging, callerOf(context), await context.loaders.away.load(callerOf(context).personId))
