import type { TwoFactorRefusal } from '../app/access/twoFactor.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { EnrolmentObject, tooManyTries } from './signIn.ts'
import type { Enrolment } from '../core/ports/secondFactors.ts'
import { callerOf, refused } from './who.ts'

const refusal = (problem: TwoFactorRefusal) =>
  problem.code === 'too-many-tries' ? tooManyTries(problem.retryAfterMs) : refused(problem)

const TwoFactor = builder
  .objectRef<{ readonly since: Date | null; readonly recoveryCodes: number }>('TwoFactor')
  .implement({
    description: "The caller's second factor.",
    fields: t => ({
      since: t.expose('since', {
        type: 'DateTime',
        nullable: true,
        description: 'Since when there is one; null: there is none.',
      }),
      recoveryCodes: t.exposeInt('recoveryCodes', { description: 'How many recovery codes are left.' }),
    }),
  })

builder.queryField('twoFactor', t =>
  t.field({
    type: TwoFactor,
    description: "How the caller's second factor stands.",
    resolve: (_root, _args, context) => context.app.access.twoFactor.standing(callerOf(context)),
  }),
)

const PasswordInput = builder.inputType('TwoFactorInput', {
  description: 'The password, to prove who is there.',
  fields: t => ({ password: t.string({ required: true, description: "The caller's password." }) }),
})

const CodeInput = builder.inputType('TwoFactorConfirmInput', {
  description: 'What the app shows.',
  fields: t => ({ code: t.string({ required: true, description: 'The six digits.' }) }),
})

const EnrolPayload = builder.objectRef<Enrolment>('TwoFactorEnrolPayload').implement({
  description: 'To be scanned or typed into an authenticator app; it counts once `twoFactorConfirm` has seen a code.',
  fields: t => ({
    enrolment: t.field({ type: EnrolmentObject, description: 'What the app needs.', resolve: enrolment => enrolment }),
  }),
})

const CodesPayload = builder.objectRef<{ readonly codes: readonly string[] }>('RecoveryCodesPayload').implement({
  description: 'Codes that each stand in for the second factor once. Told here only; older ones count no more.',
  fields: t => ({
    recoveryCodes: t.stringList({ description: 'To be kept somewhere safe.', resolve: ({ codes }) => [...codes] }),
  }),
})

const RemovedPayload = builder.objectRef<object>('TwoFactorRemovedPayload').implement({
  description: 'Taken away.',
  fields: t => ({ removed: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

const errors = (name: string) => ({ types: [InputError], union: { name, description: 'Done, or why not.' } })

builder.mutationField('twoFactorEnrol', t =>
  t.field({
    type: EnrolPayload,
    description: 'Begins to set up a second factor. Permission: person. Events: none.',
    args: { input: t.arg({ type: PasswordInput, required: true, description: 'The password.' }) },
    errors: errors('TwoFactorEnrolResult'),
    resolve: async (_root, { input }, context) => {
      const enrolled = await context.app.access.twoFactor.enrol(callerOf(context), {
        ...input,
        address: context.origin.address,
      })
      if (!enrolled.ok) throw refusal(enrolled.problem)
      return enrolled.value
    },
  }),
)

builder.mutationField('twoFactorConfirm', t =>
  t.field({
    type: CodesPayload,
    description: 'Lets the second factor count from now on. Permission: person. Events: none.',
    args: { input: t.arg({ type: CodeInput, required: true, description: 'The code.' }) },
    errors: errors('TwoFactorConfirmResult'),
    resolve: async (_root, { input: { code } }, context) => {
      const confirmed = await context.app.access.twoFactor.confirm(callerOf(context), code)
      if (!confirmed.ok) throw refusal(confirmed.problem)
      return { codes: confirmed.value }
    },
  }),
)

builder.mutationField('recoveryCodesRenew', t =>
  t.field({
    type: CodesPayload,
    description: 'Makes new recovery codes in the place of the old ones. Permission: person. Events: none.',
    args: { input: t.arg({ type: PasswordInput, required: true, description: 'The password.' }) },
    errors: errors('RecoveryCodesRenewResult'),
    resolve: async (_root, { input }, context) => {
      const renewed = await context.app.access.twoFactor.renewCodes(callerOf(context), {
        ...input,
        address: context.origin.address,
      })
      if (!renewed.ok) throw refusal(renewed.problem)
      return { codes: renewed.value }
    },
  }),
)

builder.mutationField('twoFactorRemove', t =>
  t.field({
    type: RemovedPayload,
    description: "Takes the caller's second factor away. Permission: person. Events: none.",
    args: { input: t.arg({ type: PasswordInput, required: true, description: 'The password.' }) },
    errors: errors('TwoFactorRemoveResult'),
    resolve: async (_root, { input }, context) => {
      const removed = await context.app.access.twoFactor.remove(callerOf(context), {
        ...input,
        address: context.origin.address,
      })
      if (!removed.ok) throw refusal(removed.problem)
      return {}
    },
  }),
)
