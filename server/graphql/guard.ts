// The one place where calls are let in or refused: around every field of the root types, before any resolver of ours runs.
import type { GraphQLField, GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema } from 'graphql'
import { may, type SignedIn } from '../core/access/signedIn.ts'
import type { Context } from './context.ts'
import { forbidden, unauthenticated } from './failure.ts'
import { NO_UUID, parseGlobalId, printGlobalId } from './globalId.ts'
import { nodeRules, rules, type Rule } from './rules.ts'

type Resolver = GraphQLFieldResolver<unknown, Context>
type Arguments = Readonly<Record<string, unknown>>

/** Wraps the root fields of the finished schema. A field without a rule is refused to everybody. */
export const guard = (schema: GraphQLSchema): GraphQLSchema => {
  const roots: readonly (GraphQLObjectType<unknown, Context> | null | undefined)[] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ]
  for (const root of roots) {
    if (root) guardRoot(root)
  }
  return schema
}

const guardRoot = (root: GraphQLObjectType<unknown, Context>) => {
  const own = rules[root.name as keyof typeof rules]
  for (const field of Object.values(root.getFields())) guardField(field, own[field.name], root.name === 'Subscription')
}

const guardField = (field: GraphQLField<unknown, Context>, rule: Rule | undefined, isStream: boolean) => {
  const { resolve, subscribe } = field
  const guarded =
    (inner: Resolver): Resolver =>
    (root, args: Arguments, context, info): unknown => {
      admit(rule, context.signedIn)
      const { signedIn, origin, attribute } = context
      return attribute({ signedIn, ...origin }, () => inner(root, readable(args, signedIn), context, info))
    }
  // The builder gives every field both; of a subscription's, `resolve` runs for each event, long after it was let in.
  if (isStream && subscribe) field.subscribe = guarded(subscribe)
  else if (resolve) field.resolve = guarded(resolve)
}

const admit = (rule: Rule | undefined, signedIn: SignedIn | null) => {
  if (rule === 'anyone') return
  if (signedIn === null) throw unauthenticated()
  const lacks = lacking(rule, signedIn)
  if (lacks !== null) throw forbidden(lacks)
}

const lacking = (rule: Exclude<Rule, 'anyone'> | undefined, signedIn: SignedIn): string | null => {
  switch (rule) {
    case undefined:
      return 'a rule that nobody wrote'
    case 'signedIn':
      return null
    case 'person':
      return signedIn.key === null ? null : 'a person in a browser, not a key'
    default:
      return may(signedIn, rule) ? null : `the permission ${rule}`
  }
}

/** The arguments, the ids of types that the caller may not read (`node`, `nodes`) replaced by one that finds nothing. */
const readable = (args: Arguments, signedIn: SignedIn | null): Arguments => {
  const { id, ids } = args
  return {
    ...args,
    ...(typeof id === 'string' && { id: readableId(id, signedIn) }),
    ...(Array.isArray(ids) && { ids: ids.map(each => readableId(String(each), signedIn)) }),
  }
}

const readableId = (id: string, signedIn: SignedIn | null): string => {
  const permission = nodeRules[parseGlobalId(id)?.typename ?? '']
  return permission === undefined || (signedIn !== null && may(signedIn, permission))
    ? id
    : printGlobalId('Tenant', NO_UUID)
}
