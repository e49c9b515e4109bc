import type { AskSignUpRefusal } from '../app/access/signUp.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { browserOf, enterOrAsk, SecondFactorNeeded, sessionOf, SignInPayload, tooManyTries } from './signIn.ts'
import { refused } from './who.ts'

const refusal = (problem: AskSignUpRefusal) =>
  problem.code === 'too-many-tries' ? tooManyTries(problem.retryAfterMs) : refused(problem)

const AskInput = builder.inputType('SignUpAskInput', {
  description: 'Who wants a workspace.',
  fields: t => ({ email: t.string({ required: true, description: 'The address to sign in with.' }) }),
})

const AskedPayload = builder.objectRef<object>('SignUpAskedPayload').implement({
  description: 'A mail is on its way.',
  fields: t => ({ asked: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

builder.mutationField('signUpAsk', t =>
  t.field({
    type: AskedPayload,
    description:
      'Mails a link to make a workspace, or to sign in where the address has an account; the answer does not say which. Permission: anyone. Events: none.',
    args: { input: t.arg({ type: AskInput, required: true, description: 'Who.' }) },
    errors: { types: [InputError], union: { name: 'SignUpAskResult', description: 'Asked, or why not.' } },
    resolve: async (_root, { input }, { app, origin }) => {
      const asked = await app.access.askSignUp({ ...input, address: origin.address })
      if (!asked.ok) throw refusal(asked.problem)
      return {}
    },
  }),
)

builder.queryField('signUpAddress', t =>
  t.string({
    nullable: true,
    description: 'Whom a mailed link to make a workspace is for; null where it cannot be used (any more).',
    args: { token: t.arg.string({ required: true, description: 'The secret of the link.' }) },
    resolve: (_root, { token }, { app }) => app.access.findSignUp(token),
  }),
)

const SignUpInput = builder.inputType('SignUpInput', {
  description: 'A new workspace and its owner.',
  fields: t => ({
    token: t.string({ required: true, description: 'The secret of the mailed link.' }),
    tenantName: t.string({ required: true, description: 'What to call the workspace.' }),
    name: t.string({ required: true, description: 'What to call the person.' }),
    password: t.string({ required: true, description: '12 to 128 characters, and none that is guessed first.' }),
  }),
})

builder.mutationField('signUp', t =>
  t.field({
    type: SignInPayload,
    description:
      'Makes a workspace by a mailed link, which works once and for a day, and signs its owner in. Permission: anyone, with the link. Events: none.',
    args: { input: t.arg({ type: SignUpInput, required: true, description: 'The workspace and its owner.' }) },
    errors: {
      types: [InputError, SecondFactorNeeded],
      union: { name: 'SignUpResult', description: 'Made and signed in, or why not.' },
    },
    resolve: async (_root, { input }, context) => {
      browserOf(context.browser)
      const made = await context.app.access.signUp({ ...input, replaced: sessionOf(context.signedIn) })
      if (!made.ok) throw refused(made.problem)
      return enterOrAsk(context, made.value)
    },
  }),
)
