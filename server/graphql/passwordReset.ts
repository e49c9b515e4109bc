import type { AskResetRefusal } from '../app/access/resetPassword.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { tooManyTries } from './signIn.ts'
import { refused } from './who.ts'

const refusal = (problem: AskResetRefusal) =>
  problem.code === 'too-many-tries' ? tooManyTries(problem.retryAfterMs) : refused(problem)

const AskInput = builder.inputType('PasswordResetAskInput', {
  description: 'Who forgot their password.',
  fields: t => ({ email: t.string({ required: true, description: 'The address of the account.' }) }),
})

const AskedPayload = builder.objectRef<object>('PasswordResetAskedPayload').implement({
  description: 'If the address has an account, a link is on its way.',
  fields: t => ({ asked: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

builder.mutationField('passwordResetAsk', t =>
  t.field({
    type: AskedPayload,
    description:
      'Mails a link for a new password to the address, if it has an account; the answer does not say whether. Permission: anyone. Events: none.',
    args: { input: t.arg({ type: AskInput, required: true, description: 'Who.' }) },
    errors: { types: [InputError], union: { name: 'PasswordResetAskResult', description: 'Asked, or why not.' } },
    resolve: async (_root, { input }, { app, origin }) => {
      const asked = await app.access.askPasswordReset({ ...input, address: origin.address })
      if (!asked.ok) throw refusal(asked.problem)
      return {}
    },
  }),
)

const ResetInput = builder.inputType('PasswordResetInput', {
  description: 'A new password.',
  fields: t => ({
    token: t.string({ required: true, description: 'The secret of the mailed link.' }),
    password: t.string({
      required: true,
      description: 'The new one: 12 to 128 characters, and none that is guessed first.',
    }),
  }),
})

const ResetPayload = builder.objectRef<object>('PasswordResetPayload').implement({
  description: 'Set; every browser is signed out, this one too.',
  fields: t => ({ reset: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

builder.mutationField('passwordReset', t =>
  t.field({
    type: ResetPayload,
    description:
      'Sets a new password by a mailed link, which works once and for an hour. Permission: anyone, with the link. Events: none.',
    args: { input: t.arg({ type: ResetInput, required: true, description: 'The link and the password.' }) },
    errors: { types: [InputError], union: { name: 'PasswordResetResult', description: 'Set, or why not.' } },
    resolve: async (_root, { input }, { app }) => {
      const reset = await app.access.resetPassword(input)
      if (!reset.ok) throw refused(reset.problem)
      return {}
    },
  }),
)
