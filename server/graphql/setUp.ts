import type { SignedIn } from '../core/access/signedIn.ts'
import type { SetUpRefusal } from '../app/setUp.ts'
import { builder } from './builder.ts'
import { InputError, type ErrorCode } from './errors.ts'
import { browserOf, enter } from './signIn.ts'
import { Viewer } from './viewer.ts'

const codes: { readonly [C in SetUpRefusal['code']]: ErrorCode } = {
  'wrong-token': 'SIGN_IN_FAILED',
  'already-set-up': 'CONFLICT',
  invalid: 'INVALID_INPUT',
}

const SetUpInput = builder.inputType('SetUpInput', {
  description: 'The first tenant and its first person.',
  fields: t => ({
    token: t.string({ required: true, description: 'The one-time token of the link that the server printed.' }),
    tenantName: t.string({ required: true, description: 'What to call the workspace.' }),
    name: t.string({ required: true, description: 'What to call the person.' }),
    email: t.string({ required: true, description: 'The address that the person will sign in with.' }),
    password: t.string({ required: true, description: '12 to 128 characters.' }),
  }),
})

const SetUpPayload = builder.objectRef<{ readonly viewer: SignedIn }>('SetUpPayload').implement({
  description: 'Set up and signed in; the answer sets the session cookie.',
  fields: t => ({ viewer: t.expose('viewer', { type: Viewer, description: 'Who is signed in now.' }) }),
})

builder.queryField('setUpNeeded', t =>
  t.boolean({
    description:
      'True while the database holds no tenant yet: the page then shows the set-up form, opened by the one-time link that the server prints.',
    resolve: (_root, _args, { app }) => app.setUpNeeded(),
  }),
)

builder.mutationField('setUp', t =>
  t.field({
    type: SetUpPayload,
    description:
      'Makes the first tenant and person, and signs the person in. Permission: anyone, with the one-time token. Events: none.',
    args: { input: t.arg({ type: SetUpInput, required: true, description: 'The first tenant and its first person.' }) },
    errors: { types: [InputError], union: { name: 'SetUpResult', description: 'Set up, or why not.' } },
    resolve: async (_root, { input }, context) => {
      browserOf(context.browser)
      const opened = await context.app.setUp(input)
      if (!opened.ok) throw new InputError(codes[opened.problem.code], opened.problem.message, [opened.problem.path])
      return enter(context, opened.value)
    },
  }),
)
