import { builder } from './builder.ts'
import { browserOf } from './signIn.ts'

const SignOutPayload = builder.objectRef<{ readonly signedOut: boolean }>('SignOutPayload').implement({
  description: 'Signed out; the answer takes the session cookie back.',
  fields: t => ({ signedOut: t.exposeBoolean('signedOut', { description: 'Whether there was a session to end.' }) }),
})

builder.mutationField('signOut', t =>
  t.field({
    type: SignOutPayload,
    description: 'Ends the session; its live streams end within seconds. Permission: anyone. Events: none.',
    resolve: async (_root, _args, { app, browser, signedIn }) => {
      browserOf(browser).forget()
      return { signedOut: await app.signOut(signedIn) }
    },
  }),
)
