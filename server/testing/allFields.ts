import {
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'

/** Every field of the type that needs no argument, and of what it leads to, so many steps down. */
const allFields = (type: GraphQLObjectType, depth: number, path: readonly string[] = []): string => {
  const parts = Object.values(type.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .map(field => selectionOf(field, depth, [...path, type.name]))
  return `{ __typename ${parts.join(' ')} }`
}

const selectionOf = (
  { name, args, type }: GraphQLField<unknown, unknown>,
  depth: number,
  path: readonly string[],
): string => {
  const named = getNamedType(type)
  // Pages are kept small, so that their documents cost little.
  const call = args.some(arg => arg.name === 'first') ? `${name}(first: 5)` : name
  if (isLeafType(named)) return call
  return isObjectType(named) && depth > 1 && !path.includes(named.name)
    ? `${call} ${allFields(named, depth - 1, path)}`
    : ''
}

/** Documents that read whatever can be read without an argument, and all of a node of each of these types: by how deep they go. */
export const allDocuments = (
  schema: GraphQLSchema,
  nodes: readonly string[],
): readonly ((depth: number) => string)[] => {
  const query = schema.getQueryType()
  const fields = Object.values(query?.getFields() ?? {}).filter(
    ({ args, type }) => !args.some(isRequiredArgument) && isObjectType(getNamedType(type)),
  )
  return [
    ...fields.map(field => (depth: number) => `{ ${selectionOf(field, depth, [])} }`),
    ...nodes.map(node => (depth: number) => {
      const type = schema.getType(node)
      return `query($id: ID!) { node(id: $id) { ... on ${node} ${isObjectType(type) ? allFields(type, depth) : ''} } }`
    }),
  ]
}
