import { NO_UUID, uuidOf } from './globalId.ts'
import { ApiKey, keyOf } from './apiKey.ts'
import { builder } from './builder.ts'
import { ConflictError, InputError } from './errors.ts'
import { callerOf, notFound, refused } from './who.ts'

const ApiKeyMakeInput = builder.inputType('ApiKeyMakeInput', {
  description: 'A key to make.',
  fields: t => ({
    name: t.string({ required: true, description: 'What it is for.' }),
    scopes: t.stringList({
      required: true,
      description: 'The permissions to give it; at most what the caller, and its owner, may do. See `permissions`.',
    }),
    days: t.int({ defaultValue: 90, description: 'How long it lives, 1 to 365 days.' }),
    allowedFrom: t.stringList({
      description: 'Addresses and networks (CIDR) that it may be used from; all when left out.',
    }),
    serviceAccountId: t.id({
      description: "The service account it is for; the caller's own when left out. Takes keys:admin.",
    }),
    teamId: t.id({ description: 'The team that its investigations are for; only for a service account.' }),
  }),
})

const ApiKeyRotateInput = builder.inputType('ApiKeyRotateInput', {
  description: 'A key to give a successor.',
  fields: t => ({
    apiKeyId: t.id({ required: true, description: "Which one: one's own, or with keys:admin a service account's." }),
    overlapHours: t.int({ defaultValue: 24, description: 'How long the old one goes on, 0 to 168 hours.' }),
    days: t.int({ defaultValue: 90, description: 'How long the new one lives, 1 to 365 days.' }),
  }),
})

const ApiKeyRevokeInput = builder.inputType('ApiKeyRevokeInput', {
  description: 'A key to end.',
  fields: t => ({
    apiKeyId: t.id({ required: true, description: "Which one: one's own, or with keys:admin anybody's." }),
  }),
})

const MadeKeyPayload = builder
  .objectRef<{ readonly id: string; readonly token: string }>('ApiKeyMadePayload')
  .implement({
    description: 'Made. The key is told here and nowhere else.',
    fields: t => ({
      key: t.exposeString('token', {
        description: 'The key itself, for `Authorization: Bearer`. It is stored nowhere: keep it now.',
      }),
      apiKey: t.prismaField({
        type: ApiKey,
        description: 'What is known of it from now on.',
        resolve: (query, { id }, _args, context) => keyOf(context, query, id),
      }),
    }),
  })

const RevokedKeyPayload = builder.objectRef<{ readonly id: string }>('ApiKeyRevokedPayload').implement({
  description: 'Ended. Streams that it opened end within seconds.',
  fields: t => ({
    apiKey: t.prismaField({
      type: ApiKey,
      description: 'The key as it stands now.',
      resolve: (query, { id }, _args, context) => keyOf(context, query, id),
    }),
  }),
})

builder.mutationField('apiKeyMake', t =>
  t.field({
    type: MadeKeyPayload,
    description: 'Makes a key for programs. Permission: keys:write. Events: none.',
    args: { input: t.arg({ type: ApiKeyMakeInput, required: true, description: 'The key.' }) },
    errors: { types: [InputError], union: { name: 'ApiKeyMakeResult', description: 'Made, or why not.' } },
    resolve: async (_root, { input: { name, scopes, days, serviceAccountId, allowedFrom, teamId } }, context) => {
      const owner = typeof serviceAccountId === 'string' ? (uuidOf('Person', serviceAccountId) ?? NO_UUID) : null
      const team = typeof teamId === 'string' ? (uuidOf('Team', teamId) ?? NO_UUID) : null
      const wish = {
        name,
        scopes,
        days: days ?? 90,
        serviceAccountId: owner,
        allowedFrom: allowedFrom ?? [],
        teamId: team,
      }
      const made = await context.app.access.makeApiKey(callerOf(context), wish)
      if (!made.ok) throw refused(made.problem)
      return made.value
    },
  }),
)

builder.mutationField('apiKeyRotate', t =>
  t.field({
    type: MadeKeyPayload,
    description:
      'Makes the successor of a key, with the same rights; the old one goes on for the overlap. Permission: keys:write. Events: none.',
    args: { input: t.arg({ type: ApiKeyRotateInput, required: true, description: 'Which key.' }) },
    errors: {
      types: [InputError, ConflictError],
      union: { name: 'ApiKeyRotateResult', description: 'Made, or why not.' },
    },
    resolve: async (_root, { input: { apiKeyId, overlapHours, days } }, context) => {
      const id = uuidOf('ApiKey', apiKeyId)
      if (id === null) throw notFound('key', 'apiKeyId')
      const rotated = await context.app.access.rotateApiKey(callerOf(context), {
        id,
        overlapHours: overlapHours ?? 24,
        days: days ?? 90,
      })
      if (rotated.ok) return rotated.value
      if (rotated.problem.code === 'rotated-already')
        throw new ConflictError('CONFLICT', 'This key has a successor already.', ['apiKeyId'])
      throw rotated.problem.code === 'not-found' ? notFound('key', 'apiKeyId') : refused(rotated.problem)
    },
  }),
)

builder.mutationField('apiKeyRevoke', t =>
  t.field({
    type: RevokedKeyPayload,
    description:
      'Ends a key at once, and within seconds the streams that it opened. Permission: keys:write. Events: none.',
    args: { input: t.arg({ type: ApiKeyRevokeInput, required: true, description: 'Which key.' }) },
    errors: { types: [InputError], union: { name: 'ApiKeyRevokeResult', description: 'Ended, or why not.' } },
    resolve: async (_root, { input }, context) => {
      const id = uuidOf('ApiKey', input.apiKeyId)
      const revoked = id !== null && (await context.app.access.revokeApiKey(callerOf(context), id))
      if (revoked === false || !revoked.ok) throw notFound('key', 'apiKeyId')
      return { id: id ?? NO_UUID }
    },
  }),
)
