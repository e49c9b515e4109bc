import type { AcceptRefusal } from '../app/access/acceptInvitation.ts'
import { joinPath, type Invited } from '../app/access/invite.ts'
import { roleOf } from '../core/access/role.ts'
import type { OpenInvitation } from '../core/ports/invitations.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { NO_UUID, printGlobalId, uuidOf } from './globalId.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { RoleEnum } from './roles.ts'
import { browserOf, enterOrAsk, SecondFactorNeeded, SignInPayload, tooManyTries } from './signIn.ts'
import { callerOf, notFound, refused } from './who.ts'

const Invitation = builder.prismaObject('Invitation', {
  description: 'A link by which somebody may join. The link itself is told only once.',
  select: { id: true },
  fields: t => ({
    id: t.id({ description: 'Opaque and stable.', resolve: ({ id }) => printGlobalId('Invitation', id) }),
    email: t.exposeString('email', { description: 'Whom it is for.' }),
    role: t.field({
      type: RoleEnum,
      select: { role: true },
      description: 'As what they join.',
      resolve: ({ role }) => roleOf(role),
    }),
    invitedBy: t.exposeString('invitedBy', { description: 'Who invited them.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be used.' }),
  }),
})

/** Those that can still be used. */
const open = () => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } })

builder.queryField('invitations', t =>
  t.prismaConnection(
    {
      type: Invitation,
      cursor: 'id',
      ...pageSize,
      description: 'The invitations that can still be used, newest first.',
      totalCount: (_root, _args, { readDb }) => readDb.invitation.count({ where: open() }),
      resolve: (query, _root, args, { readDb }) => {
        checkPage(args)
        return readDb.invitation.findMany({ ...query, where: open(), orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)

const InvitationPreview = builder.objectRef<OpenInvitation>('InvitationPreview').implement({
  description: 'What somebody with the link is told before they join.',
  fields: t => ({
    tenantName: t.exposeString('tenantName', { description: 'The workspace to join.' }),
    email: t.exposeString('email', { description: 'The address to sign in with.' }),
    role: t.expose('role', { type: RoleEnum, description: 'As what.' }),
    invitedBy: t.exposeString('invitedBy', { description: 'Who invited them.' }),
    hasAccount: t.boolean({
      description: 'Whether the address has an account, whose password is then asked for.',
      resolve: ({ account }) => account !== null,
    }),
  }),
})

builder.queryField('invitation', t =>
  t.field({
    type: InvitationPreview,
    nullable: true,
    description: 'The invitation with this secret; null where it cannot be used (any more).',
    args: { token: t.arg.string({ required: true, description: 'The secret of the link.' }) },
    resolve: (_root, { token }, { app }) => app.access.findInvitation(token),
  }),
)

const InvitationMakeInput = builder.inputType('InvitationMakeInput', {
  description: 'Somebody to invite.',
  fields: t => ({
    email: t.string({ required: true, description: 'Their address.' }),
    role: t.field({ type: RoleEnum, required: true, description: 'As what; at most what the caller is.' }),
    days: t.int({ defaultValue: 7, description: 'How long the link can be used, 1 to 30 days.' }),
  }),
})

const InvitationMadePayload = builder.objectRef<Invited>('InvitationMadePayload').implement({
  description: 'Made. The link is told here and nowhere else.',
  fields: t => ({
    link: t.string({
      description: "The link, from this server's address on.",
      resolve: ({ token }) => joinPath(token),
    }),
    isMailed: t.exposeBoolean('isMailed', { description: 'Whether it is mailed to the address as well.' }),
    invitation: t.prismaField({
      type: Invitation,
      description: 'What is known of it from now on.',
      resolve: (query, { id }, _args, { readDb }) => readDb.invitation.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

builder.mutationField('invitationMake', t =>
  t.field({
    type: InvitationMadePayload,
    description:
      'Makes a link by which somebody may join, and mails it where mail is sent; an older one for the same address ends. Permission: team:write. Events: none.',
    args: { input: t.arg({ type: InvitationMakeInput, required: true, description: 'Whom.' }) },
    errors: { types: [InputError], union: { name: 'InvitationMakeResult', description: 'Made, or why not.' } },
    resolve: async (_root, { input: { email, role, days } }, context) => {
      const made = await context.app.access.invite(callerOf(context), { email, role, days: days ?? 7 })
      if (!made.ok) throw refused(made.problem)
      return made.value
    },
  }),
)

const InvitationRevokeInput = builder.inputType('InvitationRevokeInput', {
  description: 'An invitation to take back.',
  fields: t => ({ invitationId: t.id({ required: true, description: 'Which one.' }) }),
})

const InvitationRevokedPayload = builder.objectRef<object>('InvitationRevokedPayload').implement({
  description: 'Taken back.',
  fields: t => ({ revoked: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

builder.mutationField('invitationRevoke', t =>
  t.field({
    type: InvitationRevokedPayload,
    description: 'Takes an invitation back. Permission: team:write. Events: none.',
    args: { input: t.arg({ type: InvitationRevokeInput, required: true, description: 'Which one.' }) },
    errors: { types: [InputError], union: { name: 'InvitationRevokeResult', description: 'Taken back, or why not.' } },
    resolve: async (_root, { input }, context) => {
      const id = uuidOf('Invitation', input.invitationId) ?? NO_UUID
      if (!(await context.app.access.revokeInvitation(callerOf(context), id)).ok)
        throw notFound('invitation', 'invitationId')
      return {}
    },
  }),
)

const InvitationAcceptInput = builder.inputType('InvitationAcceptInput', {
  description: 'Who joins.',
  fields: t => ({
    token: t.string({ required: true, description: 'The secret of the link.' }),
    name: t.string({ required: true, description: 'What to call them in this workspace.' }),
    password: t.string({
      required: true,
      description: 'A new password, or that of the account the address has; not looked at when signed in to it.',
    }),
  }),
})

const acceptError = (problem: AcceptRefusal) =>
  problem.code === 'too-many-tries' ? tooManyTries(problem.retryAfterMs) : refused(problem)

builder.mutationField('invitationAccept', t =>
  t.field({
    type: SignInPayload,
    description:
      'Joins the workspace that the link is for, and signs in there. Permission: anyone, with the secret of the link. Events: none.',
    args: { input: t.arg({ type: InvitationAcceptInput, required: true, description: 'Who joins.' }) },
    errors: {
      types: [InputError, SecondFactorNeeded],
      union: { name: 'InvitationAcceptResult', description: 'Joined, or why not.' },
    },
    resolve: async (_root, { input }, context) => {
      browserOf(context.browser)
      const opened = await context.app.access.acceptInvitation({
        ...input,
        signedIn: context.signedIn,
        address: context.origin.address,
      })
      if (!opened.ok) throw acceptError(opened.problem)
      return enterOrAsk(context, opened.value)
    },
  }),
)
