import type { ConfirmRefusal } from '../app/access/confirmSignIn.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { browserOf, enter, sessionOf, tooManyTries } from './signIn.ts'
import { Viewer } from './viewer.ts'
import { refused } from './who.ts'

const SignInConfirmInput = builder.inputType('SignInConfirmInput', {
  description: 'The second half of a sign-in.',
  fields: t => ({
    challenge: t.string({ required: true, description: 'From `SecondFactorNeeded`.' }),
    code: t.string({ required: true, description: 'The six digits of the authenticator app, or a recovery code.' }),
  }),
})

type Confirmed = { readonly viewer: SignedIn; readonly recoveryCodes: readonly string[] | null }

const SignInConfirmPayload = builder.objectRef<Confirmed>('SignInConfirmPayload').implement({
  description: 'Signed in; the answer sets the session cookie.',
  fields: t => ({
    viewer: t.expose('viewer', { type: Viewer, description: 'Who is signed in now.' }),
    recoveryCodes: t.stringList({
      nullable: true,
      description: 'Where the second factor was set up just now: codes that each stand in for it once, told here only.',
      resolve: ({ recoveryCodes }) => recoveryCodes && [...recoveryCodes],
    }),
  }),
})

const refusal = (problem: ConfirmRefusal) =>
  problem.code === 'too-many-tries' ? tooManyTries(problem.retryAfterMs) : refused(problem)

builder.mutationField('signInConfirm', t =>
  t.field({
    type: SignInConfirmPayload,
    description:
      'Signs in by a second factor, after the password. Permission: anyone, with the challenge. Events: none.',
    args: { input: t.arg({ type: SignInConfirmInput, required: true, description: 'The challenge and the code.' }) },
    errors: { types: [InputError], union: { name: 'SignInConfirmResult', description: 'Signed in, or why not.' } },
    resolve: async (_root, { input }, context) => {
      browserOf(context.browser)
      const confirmed = await context.app.access.confirmSignIn({
        ...input,
        currentSessionId: sessionOf(context.signedIn),
        address: context.origin.address,
      })
      if (!confirmed.ok) throw refusal(confirmed.problem)
      return { ...enter(context, confirmed.value.session), recoveryCodes: confirmed.value.recoveryCodes }
    },
  }),
)
