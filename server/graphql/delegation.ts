// Who decides for whom while they are away.
import type { DelegateRefusal } from '../app/delegate.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { InputError, type ErrorCode } from './errors.ts'
import { NO_UUID, printGlobalId, uuidOf } from './globalId.ts'
import { Person } from './person.ts'
import { callerOf } from './who.ts'

const DelegationObject = builder.prismaObject('Delegation', {
  description: 'Somebody decides requests for somebody who is away. Authority is looked at anew at each decision.',
  fields: t => ({
    id: t.id({ description: 'For `delegationRevoke`.', resolve: ({ id }) => printGlobalId('Delegation', id) }),
    person: t.relation('person', { type: Person, description: 'Who is away.' }),
    delegate: t.relation('delegate', { type: Person, description: 'Who decides for them.' }),
    from: t.expose('fromAt', { type: 'DateTime', description: 'Since when.' }),
    until: t.expose('untilAt', { type: 'DateTime', description: 'Until when.' }),
    isMine: t.boolean({
      description: 'Whether the caller made it, and can revoke it.',
      resolve: ({ personId }, _args, context) => personId === callerOf(context).personId,
    }),
  }),
})

const standing = ({ personId }: { readonly personId: string }) => ({
  revokedAt: null,
  untilAt: { gt: new Date() },
  OR: [{ personId }, { delegateId: personId }],
})

builder.queryField('delegations', t =>
  t.prismaField({
    type: [DelegationObject],
    description:
      'Who decides for the caller while they are away, and for whom the caller does; those that have not ended, the soonest first.',
    resolve: (query, _root, _args, context) =>
      context.readDb.delegation.findMany({
        ...query,
        where: standing(callerOf(context)),
        orderBy: [{ fromAt: 'asc' }, { id: 'asc' }],
      }),
  }),
)

const Payload = builder.objectRef<object>('DelegationsPayload').implement({
  description: 'Done.',
  fields: t => ({
    delegations: t.prismaField({
      type: [DelegationObject],
      description: 'As `delegations` has them now.',
      resolve: (query, _root, _args, context) =>
        context.readDb.delegation.findMany({
          ...query,
          where: standing(callerOf(context)),
          orderBy: [{ fromAt: 'asc' }, { id: 'asc' }],
        }),
    }),
  }),
})

const MakeInput = builder.inputType('DelegationMakeInput', {
  description: 'A time in which somebody else decides for the caller.',
  fields: t => ({
    delegateId: t.id({ required: true, description: 'Who: a person who may decide requests.' }),
    from: t.field({ type: 'DateTime', required: true, description: 'Since when.' }),
    until: t.field({ type: 'DateTime', required: true, description: 'Until when; 366 days at most.' }),
  }),
})
const RevokeInput = builder.inputType('DelegationRevokeInput', {
  description: 'A delegation to take back.',
  fields: t => ({ delegationId: t.id({ required: true, description: "Which one, of the caller's own." }) }),
})

const codes: Readonly<Record<DelegateRefusal['code'], ErrorCode>> = {
  'not-found': 'NOT_FOUND',
  'not-allowed': 'NOT_ALLOWED',
  conflict: 'CONFLICT',
  invalid: 'INVALID_INPUT',
}
const refusal = ({ code, message, path }: DelegateRefusal) => new InputError(codes[code], message, [path])

const make = async (context: Context, { delegateId, from, until }: typeof MakeInput.$inferInput) => {
  const made = await context.app.delegation.make(callerOf(context), {
    delegate: uuidOf('Person', delegateId) ?? NO_UUID,
    from,
    until,
  })
  if (!made.ok) throw refusal(made.problem)
  return {}
}

builder.mutationField('delegationMake', t =>
  t.field({
    type: Payload,
    description:
      'Lets somebody decide requests for the caller in that time, as far as both may decide them then; the decision says for whom. Permission: person. Events: none.',
    args: { input: t.arg({ type: MakeInput, required: true, description: 'Who, and when.' }) },
    errors: { types: [InputError], union: { name: 'DelegationMakeResult', description: 'Done, or why not.' } },
    resolve: (_root, { input }, context) => make(context, input),
  }),
)

builder.mutationField('delegationRevoke', t =>
  t.field({
    type: Payload,
    description: 'Takes it back, from the next decision on; what was decided stays. Permission: person. Events: none.',
    args: { input: t.arg({ type: RevokeInput, required: true, description: 'Which one.' }) },
    errors: { types: [InputError], union: { name: 'DelegationRevokeResult', description: 'Done, or why not.' } },
    resolve: async (_root, { input }, context) => {
      const revoked = await context.app.delegation.revoke(
        callerOf(context),
        uuidOf('Delegation', input.delegationId) ?? NO_UUID,
      )
      if (!revoked.ok) throw refusal(revoked.problem)
      return {}
    },
  }),
)
