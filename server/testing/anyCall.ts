// A valid call of any root field, made from the schema itself, so that no new field escapes the tests that go over all of them.
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql'

/** The ids to put in: by the name of the argument or input field. */
export type Ids = Readonly<Record<string, string>>

/** Where the first word of an enum would ask for more. */
const words: Readonly<Record<string, string>> = { MetricKind: 'ROW_COUNT' }

const texts: Readonly<Record<string, string>> = {
  Date: '2025-06-12',
  DateTime: '2030-01-01T00:00:00Z',
  email: 'eve@example.com',
  name: 'Eve',
  timeZone: 'UTC',
}

const valueOf = (type: GraphQLInputType, name: string, ids: Ids): unknown => {
  if (isNonNullType(type)) return valueOf(type.ofType, name, ids)
  if (isListType(type)) return [valueOf(type.ofType, name, ids)]
  if (isEnumType(type)) return words[type.name] ?? type.getValues()[0]?.name
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter(field => isNonNullType(field.type))
    return Object.fromEntries(required.map(field => [field.name, valueOf(field.type, field.name, ids)]))
  }
  switch (type.name) {
    case 'ID':
      return idOf(name, ids)
    case 'Int':
    case 'Float':
      return 1
    case 'Boolean':
      return true
    case 'JSON':
      return {}
    default:
      return texts[type.name] ?? texts[name] ?? 'text'
  }
}

const idOf = (name: string, ids: Ids) => {
  const id = ids[name]
  if (id === undefined) throw new Error(`Which id is \`${name}\`? Add it to the ids of this test.`)
  return id
}

/** One operation on this field with all that it requires, and its variables. */
export const callOf = (kind: string, { name, args, type }: GraphQLField<unknown, unknown>, ids: Ids) => {
  const given = args.filter(arg => isNonNullType(arg.type))
  const head = given.length === 0 ? '' : `(${given.map(arg => `$${arg.name}: ${String(arg.type)}`).join(', ')})`
  const call = given.length === 0 ? name : `${name}(${given.map(arg => `${arg.name}: $${arg.name}`).join(', ')})`
  const named = getNamedType(type)
  const refusal = isUnionType(named) ? ' ... on UserError { code }' : ''
  const query = `${kind} Call${head} { ${call}${isLeafType(named) ? '' : ` { __typename${refusal} }`} }`
  return { query, variables: Object.fromEntries(given.map(arg => [arg.name, valueOf(arg.type, arg.name, ids)])) }
}
