import { proofRecord, type SsoDomain } from '../core/access/sso.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { callerOf, refused } from './who.ts'

export const DomainProof = builder.objectRef<SsoDomain>('DomainProof').implement({
  description:
    'An e-mail domain, and the record in its DNS that proves whose it is. Not proved, nobody is sent to the provider by it.',
  fields: t => ({
    domain: t.exposeString('domain', { description: 'The domain.' }),
    recordName: t.string({ description: 'The name of the TXT record.', resolve: domain => proofRecord(domain).name }),
    recordText: t.string({ description: 'What stands in it.', resolve: domain => proofRecord(domain).text }),
    provedAt: t.expose('provedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the record was seen; null: not yet.',
    }),
  }),
})

const DomainProveInput = builder.inputType('DomainProveInput', {
  description: 'A domain to prove.',
  fields: t => ({ domain: t.string({ required: true, description: 'One of those of the identity provider.' }) }),
})

const DomainProvePayload = builder.objectRef<object>('DomainProvePayload').implement({
  description: 'Proved.',
  fields: t => ({ proved: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

builder.mutationField('domainProve', t =>
  t.field({
    type: DomainProvePayload,
    description:
      'Looks for the record that proves a domain; once seen, its people are sent to the identity provider. Permission: sso:write. Events: none.',
    args: { input: t.arg({ type: DomainProveInput, required: true, description: 'Which domain.' }) },
    errors: { types: [InputError], union: { name: 'DomainProveResult', description: 'Proved, or why not.' } },
    resolve: async (_root, { input }, context) => {
      const proved = await context.app.access.ssoSettings.prove(callerOf(context), input.domain)
      if (!proved.ok) throw refused(proved.problem)
      return {}
    },
  }),
)
