// The schema builder with its plugins; it defines no object. Who may call what stands in rules.ts. Descriptions of what the plugins add (pages, nodes, edges) stand in relay.ts.
import SchemaBuilder from '@pothos/core'
import ErrorsPlugin from '@pothos/plugin-errors'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import type { Context } from './context.ts'
import { getDatamodel } from './generated/pothosTypes.ts'
import type PrismaTypes from './generated/pothosTypes.ts'
import { relay } from './relay.ts'

export type SchemaTypes = {
  Context: Context
  PrismaTypes: PrismaTypes
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  Connection: { totalCount: number | (() => number | Promise<number>) }
  Scalars: {
    ID: { Input: string; Output: string }
    Date: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
    JSON: { Input: unknown; Output: unknown }
  }
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ErrorsPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  errors: { directResult: true },
  prisma: { client: context => context.readDb, dmmf: getDatamodel(), onUnusedQuery: 'error' },
  relay,
})

builder.queryType({
  description:
    'What can be read. Everything belongs to the tenant of the person signed in; the rest of the world does not exist.',
})
builder.mutationType({
  description: 'What can be changed. Expected refusals are members of the result union; each implements `UserError`.',
})
builder.subscriptionType({
  description: 'What can be followed live, over WebSocket (graphql-ws) and SSE.',
})
