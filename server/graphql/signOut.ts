import { builder } from './builder.ts'
import { browserOf } from './signIn.ts'

const SignOutPayload = builder.objectRef<{ readonly signedOut: boolean }>('SignOutPayload').implement({
  description: 'Signed out; the answer takes the session cookie back.',
  fields: t => ({ signedOut: t.exposeBoolean('signedOut', { description: 'Whether there was a session to end.' }) }),
})

builder.mutationField('signOut', t => t.field({
  type: SignOutPayload,
  skipTypeScopes: true,
  description: 'Ends the session; its live streams end within a minute. Permission: none. Events: none.',
  resolve: async (_root, _args, { app, browser, signedIn }) => {
    browserOf(browser).forget()
    await app.signOut(signedIn?.sessionId ?? null)
    return { signedOut: signedIn !== null }
  },
}))
