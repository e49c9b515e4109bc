import { isPermission } from '../core/access/permission.ts'
import type { Context } from './context.ts'
import { builder } from './builder.ts'
import { printGlobalId } from './globalId.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { Person } from './person.ts'
import { Team } from './teams.ts'
import { wordEnum } from './words.ts'
import { callerOf } from './who.ts'

const KeyState = wordEnum<'live' | 'expired' | 'revoked'>('ApiKeyState', 'Whether a key still works.', {
  live: 'It works, while its owner is active.',
  expired: 'Its time is over.',
  revoked: 'It was ended.',
})

/** No `Node`: whoever may not list a key may not fetch it either. */
export const ApiKey = builder.prismaObject('ApiKey', {
  description: 'A key for programs, as it is known after it was made; the key itself is told only once.',
  select: { id: true },
  fields: t => ({
    id: t.id({ description: 'Opaque and stable.', resolve: ({ id }) => printGlobalId('ApiKey', id) }),
    name: t.exposeString('name', { description: 'What it is for.' }),
    hint: t.string({
      select: { hint: true },
      description: 'How it begins and ends.',
      resolve: ({ hint }) => `dtg_…${hint}`,
    }),
    scopes: t.stringList({
      select: { scopes: true },
      description: 'The permissions it was given; see `permissions`.',
      resolve: ({ scopes }) => (Array.isArray(scopes) ? scopes.map(String).filter(isPermission) : []),
    }),
    allowedFrom: t.exposeStringList('allowedFrom', {
      description: 'Networks (CIDR) that it may be used from; empty: all.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it stops to work by itself.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used last, to the hour; null: never.',
    }),
    isRotated: t.boolean({
      select: { successor: true },
      description: 'Whether a successor was made.',
      resolve: ({ successor }) => successor !== null,
    }),
    state: t.field({
      type: KeyState,
      select: { revokedAt: true, expiresAt: true },
      description: 'Whether it still works.',
      resolve: ({ revokedAt, expiresAt }) =>
        revokedAt !== null ? 'revoked' : expiresAt.getTime() <= Date.now() ? 'expired' : 'live',
    }),
    team: t.relation('team', {
      type: Team,
      nullable: true,
      description: "The team that its investigations are for; null where its owner's teams are.",
    }),
    owner: t.relation('person', { type: Person, description: 'The person or service account it acts for.' }),
  }),
})

/** The key as it stands now, for payloads. */
export const keyOf = ({ readDb }: Pick<Context, 'readDb'>, query: object, id: string) =>
  readDb.apiKey.findUniqueOrThrow({ ...query, where: { id } })

const newestFirst = [{ createdAt: 'desc' }, { id: 'asc' }] as const

builder.queryField('myApiKeys', t =>
  t.prismaConnection(
    {
      type: ApiKey,
      cursor: 'id',
      ...pageSize,
      description: "The caller's own API keys, newest first.",
      totalCount: (_root, _args, context) =>
        context.readDb.apiKey.count({ where: { personId: callerOf(context).personId } }),
      resolve: (query, _root, args, context) => {
        checkPage(args)
        return context.readDb.apiKey.findMany({
          ...query,
          where: { personId: callerOf(context).personId },
          orderBy: [...newestFirst],
        })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)

builder.queryField('apiKeys', t =>
  t.prismaConnection(
    {
      type: ApiKey,
      cursor: 'id',
      ...pageSize,
      description: "Everybody's API keys, service accounts' included, newest first.",
      totalCount: (_root, _args, { readDb }) => readDb.apiKey.count(),
      resolve: (query, _root, args, { readDb }) => {
        checkPage(args)
        return readDb.apiKey.findMany({ ...query, orderBy: [...newestFirst] })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)
