import { builder } from './builder.ts'

const SignInOptions = builder
  .objectRef<{ readonly sendsMail: boolean; readonly hasSso: boolean; readonly signUpOpen: boolean }>('SignInOptions')
  .implement({
    description: 'What the sign-in page can offer.',
    fields: t => ({
      sendsMail: t.exposeBoolean('sendsMail', {
        description: 'Whether this Dataing sends mail: links to join, and links for a new password.',
      }),
      signUpOpen: t.exposeBoolean('signUpOpen', { description: 'Whether anybody may make a workspace of their own.' }),
      hasSso: t.exposeBoolean('hasSso', {
        description: 'Whether any workspace here signs its people in by an identity provider.',
      }),
    }),
  })

builder.queryField('signInOptions', t =>
  t.field({
    type: SignInOptions,
    description: 'What the sign-in page can offer.',
    resolve: async (_root, _args, { app }) => ({
      sendsMail: app.access.sendsMail,
      signUpOpen: app.access.signUpOpen,
      hasSso: await app.access.hasSso(),
    }),
  }),
)
