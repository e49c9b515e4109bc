import type { VersionedSecurity } from '../core/ports/securitySettings.ts'
import { builder } from './builder.ts'
import { ConflictError, InputError } from './errors.ts'
import { callerOf, refused } from './who.ts'

const SecurityObject = builder.objectRef<VersionedSecurity>('Security').implement({
  description: 'What the workspace asks of sign-ins, and how long it keeps its trail.',
  fields: t => ({
    version: t.exposeInt('version', { description: 'Counts the changes; for `expectedVersion`.' }),
    idleMinutes: t.exposeInt('idleMinutes', {
      description: 'Minutes without use after which a browser is signed out.',
    }),
    sessionDays: t.exposeInt('sessionDays', { description: 'Days after which it is signed out in any case.' }),
    twoFactorRequired: t.exposeBoolean('twoFactorRequired', {
      description: 'Whether signing in with a password takes a second factor.',
    }),
    ssoOnly: t.exposeBoolean('ssoOnly', {
      description:
        'Whether only single sign-on lets people in; owners may use their password too, for when the provider does not answer.',
    }),
    auditDays: t.exposeInt('auditDays', {
      nullable: true,
      description: 'Days that entries of the audit trail are kept; null: for ever.',
    }),
  }),
})

builder.queryField('security', t =>
  t.field({
    type: SecurityObject,
    description: 'What the workspace asks of sign-ins.',
    resolve: (_root, _args, context) => context.app.access.security(callerOf(context)),
  }),
)

const SecurityChangeInput = builder.inputType('SecurityChangeInput', {
  description: 'What the workspace is to ask of sign-ins.',
  fields: t => ({
    expectedVersion: t.int({ required: true, description: 'The `version` that the change was made on.' }),
    idleMinutes: t.int({ required: true, description: '5 to 1440.' }),
    sessionDays: t.int({ required: true, description: '1 to 30.' }),
    twoFactorRequired: t.boolean({
      required: true,
      description: 'Whether signing in with a password takes a second factor.',
    }),
    ssoOnly: t.boolean({
      description:
        'Whether only single sign-on lets people in who are no owners; as it is when left out. Takes a proved domain.',
    }),
    auditDays: t.int({ description: '30 to 3650; null: for ever.' }),
  }),
})

const SecurityChangePayload = builder.objectRef<VersionedSecurity>('SecurityChangePayload').implement({
  description: 'Saved; it holds for open sessions too.',
  fields: t => ({
    security: t.field({ type: SecurityObject, description: 'As it stands now.', resolve: saved => saved }),
  }),
})

builder.mutationField('securityChange', t =>
  t.field({
    type: SecurityChangePayload,
    description:
      "Says what sign-ins must show and how long they last. Sessions that fall short end, the caller's excepted. Permission: settings:write. Events: none.",
    args: { input: t.arg({ type: SecurityChangeInput, required: true, description: 'The settings.' }) },
    errors: {
      types: [InputError, ConflictError],
      union: { name: 'SecurityChangeResult', description: 'Saved, or why not.' },
    },
    resolve: async (_root, { input: { expectedVersion, auditDays, ssoOnly, ...rest } }, context) => {
      const caller = callerOf(context)
      const wanted = {
        ...rest,
        auditDays: auditDays ?? null,
        ssoOnly: ssoOnly ?? (await context.app.access.security(caller)).ssoOnly,
      }
      const saved = await context.app.access.changeSecurity(caller, wanted, expectedVersion)
      if (saved.ok) return saved.value
      const { code, message, path } = saved.problem
      throw code === 'conflict' ? new ConflictError('CONFLICT', message, [path]) : refused({ code, message, path })
    },
  }),
)
