import type { GroupRole, GrantedRole } from '../core/access/sso.ts'
import type { SsoConnection } from '../core/ports/ssoConnections.ts'
import { builder } from './builder.ts'
import { DomainProof } from './domainProof.ts'
import { ConflictError, InputError } from './errors.ts'
import { callerOf, refused } from './who.ts'
import { wordEnum } from './words.ts'

const GrantedRoleEnum = wordEnum<GrantedRole>(
  'GrantedRole',
  'What an identity provider may make somebody; never an owner.',
  {
    viewer: 'Sees.',
    member: 'Starts, stops and decides.',
    admin: 'Changes settings and people.',
  },
)

const GroupRoleObject = builder.objectRef<GroupRole>('GroupRole').implement({
  description: 'What the people of a group become.',
  fields: t => ({
    group: t.exposeString('group', { description: 'As the provider names it.' }),
    role: t.expose('role', { type: GrantedRoleEnum, description: 'What they become.' }),
  }),
})

export const Sso = builder.objectRef<SsoConnection>('SingleSignOn').implement({
  description: "The workspace's identity provider (OpenID Connect). Its secret is never told.",
  fields: t => ({
    version: t.exposeInt('version', { description: 'Counts the changes; for `expectedVersion`.' }),
    issuer: t.exposeString('issuer', { description: "The provider's address." }),
    clientId: t.exposeString('clientId', { description: 'How it knows us.' }),
    scopes: t.stringList({ description: 'What is asked of it.', resolve: ({ scopes }) => [...scopes] }),
    groupsClaim: t.exposeString('groupsClaim', { description: "The claim that lists somebody's groups." }),
    groupRoles: t.field({
      type: [GroupRoleObject],
      description: 'What groups become, looked at in each sign-in.',
      resolve: ({ groupRoles }) => [...groupRoles],
    }),
    defaultRole: t.expose('defaultRole', {
      type: GrantedRoleEnum,
      nullable: true,
      description: 'What others become; null: they are not let in.',
    }),
    domains: t.stringList({
      description: 'E-mail domains whose people it signs in, once they are proved.',
      resolve: ({ domains }) => domains.map(({ domain }) => domain),
    }),
    domainProofs: t.field({
      type: [DomainProof],
      description: 'The same domains, and how each is proved.',
      resolve: ({ domains }) => [...domains],
    }),
  }),
})

builder.queryField('singleSignOn', t =>
  t.field({
    type: Sso,
    nullable: true,
    description: "The workspace's identity provider; null: none.",
    resolve: (_root, _args, context) => context.app.access.ssoSettings.of(callerOf(context)),
  }),
)

const GroupRoleInput = builder.inputType('GroupRoleInput', {
  description: 'What the people of a group become.',
  fields: t => ({
    group: t.string({ required: true, description: 'As the provider names it.' }),
    role: t.field({ type: GrantedRoleEnum, required: true, description: 'What they become.' }),
  }),
})

const ChangeInput = builder.inputType('SingleSignOnChangeInput', {
  description: 'An identity provider.',
  fields: t => ({
    expectedVersion: t.int({
      required: true,
      description: 'The `version` that the change was made on; 0 for the first.',
    }),
    issuer: t.string({ required: true, description: 'Its address, as it names itself.' }),
    clientId: t.string({ required: true, description: 'How it knows us.' }),
    clientSecret: t.string({
      description: 'Its secret; the stored one stays when left out, unless the issuer changes.',
    }),
    scopes: t.stringList({ description: 'What to ask of it besides openid, email and profile.' }),
    groupsClaim: t.string({ defaultValue: 'groups', description: 'The claim that lists groups.' }),
    groupRoles: t.field({ type: [GroupRoleInput], description: 'What groups become.' }),
    defaultRole: t.field({ type: GrantedRoleEnum, description: 'What others become; null: they are not let in.' }),
    domains: t.stringList({ required: true, description: 'E-mail domains whose people it signs in.' }),
  }),
})

const ChangePayload = builder.objectRef<object>('SingleSignOnChangePayload').implement({
  description: 'Saved.',
  fields: t => ({
    singleSignOn: t.field({
      type: Sso,
      nullable: true,
      description: 'As it stands now.',
      resolve: (_payload, _args, context) => context.app.access.ssoSettings.of(callerOf(context)),
    }),
  }),
})

builder.mutationField('singleSignOnChange', t =>
  t.field({
    type: ChangePayload,
    description: 'Says by which identity provider people sign in. Permission: sso:write. Events: none.',
    args: { input: t.arg({ type: ChangeInput, required: true, description: 'The provider.' }) },
    errors: {
      types: [InputError, ConflictError],
      union: { name: 'SingleSignOnChangeResult', description: 'Saved, or why not.' },
    },
    resolve: async (
      _root,
      { input: { clientSecret, scopes, groupsClaim, groupRoles, defaultRole, ...rest } },
      context,
    ) => {
      const changed = await context.app.access.ssoSettings.change(callerOf(context), {
        ...rest,
        clientSecret: clientSecret || null,
        scopes: scopes ?? [],
        groupsClaim: groupsClaim ?? 'groups',
        groupRoles: groupRoles ?? [],
        defaultRole: defaultRole ?? null,
      })
      if (changed.ok) return {}
      const { code, message, path } = changed.problem
      throw code === 'conflict' ? new ConflictError('CONFLICT', message, [path]) : refused({ code, message, path })
    },
  }),
)

const RemovedPayload = builder.objectRef<{ readonly removed: boolean }>('SingleSignOnRemovedPayload').implement({
  description: 'Nobody signs in by it any more, and who did is signed out.',
  fields: t => ({ removed: t.exposeBoolean('removed', { description: 'Whether there was one.' }) }),
})

builder.mutationField('singleSignOnRemove', t =>
  t.field({
    type: RemovedPayload,
    description:
      'Takes the identity provider away; passwords let everybody in again. Permission: sso:write. Events: none.',
    resolve: async (_root, _args, context) => ({
      removed: await context.app.access.ssoSettings.remove(callerOf(context)),
    }),
  }),
)
