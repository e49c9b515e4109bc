import type { ChangePasswordRefusal } from '../app/access/changePassword.ts'
import type { KnownSession } from '../core/ports/sessions.ts'
import { asId, type TenantId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { NO_UUID, printGlobalId, uuidOf } from './globalId.ts'
import { browserOf, enter, SignInPayload, sessionOf, tooManyTries } from './signIn.ts'
import { callerOf, notFound, refused } from './who.ts'

const BrowserSession = builder.objectRef<KnownSession>('BrowserSession').implement({
  description: 'A browser in which the caller is signed in.',
  fields: t => ({
    id: t.id({ description: 'Opaque and stable.', resolve: ({ id }) => printGlobalId('BrowserSession', id) }),
    tenantName: t.exposeString('tenantName', { description: 'The workspace it is in.' }),
    openedAt: t.expose('openedAt', { type: 'DateTime', description: 'When it was signed in.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', description: 'When it was used last, to five minutes.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends, however much it is used.' }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'The network address it was signed in from; null where not known.',
    }),
    agent: t.exposeString('agent', { nullable: true, description: 'What the browser called itself.' }),
    isThis: t.boolean({
      description: 'Whether it is the one that asks.',
      resolve: ({ id }, _args, { signedIn }) => id === sessionOf(signedIn),
    }),
  }),
})

builder.queryField('sessions', t =>
  t.field({
    type: [BrowserSession],
    description: 'The browsers in which the caller is signed in, in all workspaces, the one used last first.',
    resolve: async (_root, _args, context) => [...(await context.app.access.sessions.list(callerOf(context)))],
  }),
)

const SessionRevokeInput = builder.inputType('SessionRevokeInput', {
  description: 'A browser to sign out.',
  fields: t => ({ sessionId: t.id({ required: true, description: 'Which one.' }) }),
})

const SessionsRevokedPayload = builder.objectRef<{ readonly count: number }>('SessionsRevokedPayload').implement({
  description: 'Signed out.',
  fields: t => ({ count: t.exposeInt('count', { description: 'How many browsers.' }) }),
})

builder.mutationField('sessionRevoke', t =>
  t.field({
    type: SessionsRevokedPayload,
    description: "Signs out one of the caller's browsers. Permission: person. Events: none.",
    args: { input: t.arg({ type: SessionRevokeInput, required: true, description: 'Which one.' }) },
    errors: { types: [InputError], union: { name: 'SessionRevokeResult', description: 'Signed out, or why not.' } },
    resolve: async (_root, { input }, context) => {
      const id = uuidOf('BrowserSession', input.sessionId) ?? NO_UUID
      if (!(await context.app.access.sessions.revoke(callerOf(context), id)).ok) throw notFound('session', 'sessionId')
      return { count: 1 }
    },
  }),
)

builder.mutationField('sessionsRevokeOthers', t =>
  t.field({
    type: SessionsRevokedPayload,
    description: 'Signs the caller out everywhere but here. Permission: person. Events: none.',
    resolve: async (_root, _args, context) => ({
      count: await context.app.access.sessions.revokeOthers(callerOf(context)),
    }),
  }),
)

const PasswordChangeInput = builder.inputType('PasswordChangeInput', {
  description: 'The old password and the new one.',
  fields: t => ({
    current: t.string({ required: true, description: 'The password as it is.' }),
    next: t.string({
      required: true,
      description: 'The new one: 12 to 128 characters, and none that is guessed first.',
    }),
  }),
})

const PasswordChangedPayload = builder.objectRef<object>('PasswordChangedPayload').implement({
  description: 'Changed; every other browser is signed out.',
  fields: t => ({ changed: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

const passwordError = (problem: ChangePasswordRefusal) =>
  problem.code === 'too-many-tries' ? tooManyTries(problem.retryAfterMs) : refused(problem)

builder.mutationField('passwordChange', t =>
  t.field({
    type: PasswordChangedPayload,
    description: "Changes the caller's password and signs out every other browser. Permission: person. Events: none.",
    args: { input: t.arg({ type: PasswordChangeInput, required: true, description: 'Both passwords.' }) },
    errors: { types: [InputError], union: { name: 'PasswordChangeResult', description: 'Changed, or why not.' } },
    resolve: async (_root, { input }, context) => {
      const changed = await context.app.access.changePassword(callerOf(context), {
        ...input,
        address: context.origin.address,
      })
      if (!changed.ok) throw passwordError(changed.problem)
      return {}
    },
  }),
)

const switchError = {
  'not-found': notFound('workspace', 'tenantId'),
  'two-factor-required': new InputError(
    'SECOND_FACTOR_NEEDED',
    'That workspace asks for a second factor. Set yours up under Settings, Security, or sign in with it.',
    ['tenantId'],
  ),
  'sso-only': new InputError(
    'NOT_ALLOWED',
    'That workspace lets people in by single sign-on only. Sign out, and sign in there by it.',
    ['tenantId'],
  ),
  'bound-by-sso': new InputError(
    'NOT_ALLOWED',
    'You came by single sign-on, which is for this workspace. Sign in to the other one with your password.',
    ['tenantId'],
  ),
} as const

const TenantSwitchInput = builder.inputType('TenantSwitchInput', {
  description: "Another workspace of the caller's.",
  fields: t => ({ tenantId: t.id({ required: true, description: 'Which one; see `viewer.tenants`.' }) }),
})

builder.mutationField('tenantSwitch', t =>
  t.field({
    type: SignInPayload,
    description: "Goes on in another workspace of the caller's, in a new session. Permission: person. Events: none.",
    args: { input: t.arg({ type: TenantSwitchInput, required: true, description: 'Which one.' }) },
    errors: { types: [InputError], union: { name: 'TenantSwitchResult', description: 'Switched, or why not.' } },
    resolve: async (_root, { input }, context) => {
      browserOf(context.browser)
      const tenantId = asId<TenantId>(uuidOf('Tenant', input.tenantId) ?? NO_UUID)
      const opened = await context.app.access.sessions.switchTenant(callerOf(context), tenantId)
      if (!opened.ok) throw switchError[opened.problem.code]
      return enter(context, opened.value)
    },
  }),
)
