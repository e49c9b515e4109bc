// How large a document may be, measured before it is run. Fragments count wherever they are spread.
import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'

export type DocumentLimits = {
  readonly tokens: number
  readonly depth: number
  readonly aliases: number
  readonly directives: number
  /** Fields that the answer may hold when every list is full. */
  readonly cost: number
}

export const defaultLimits: DocumentLimits = { tokens: 2000, depth: 12, aliases: 15, directives: 10, cost: 50_000 }

export type LimitFault = {
  readonly code: 'TOO_DEEP' | 'TOO_MANY_ALIASES' | 'TOO_MANY_DIRECTIVES' | 'TOO_EXPENSIVE'
  readonly message: string
}

type Variables = Readonly<Record<string, unknown>>
/** `edges` is the part of the cost that stands in the `edges` of the connection that the selection is of. */
type Size = { depth: number; aliases: number; directives: number; cost: number; edges: number }

const DEFAULT_PAGE = 20
const NONE: Size = { depth: 0, aliases: 0, directives: 0, cost: 0, edges: 0 }

/** The first limit that the document breaks, or null. */
export const limitFault = (document: DocumentNode, variables: Variables, limits: DocumentLimits): LimitFault | null => {
  const { depth, aliases, directives, cost } = sizeOf(document, variables)
  if (depth > limits.depth) return fault('TOO_DEEP', `It is more than ${limits.depth} fields deep.`)
  if (aliases > limits.aliases)
    return fault('TOO_MANY_ALIASES', `It has ${aliases} aliases; ${limits.aliases} are allowed.`)
  if (directives > limits.directives)
    return fault('TOO_MANY_DIRECTIVES', `It has ${directives} directives; ${limits.directives} are allowed.`)
  return cost > limits.cost
    ? fault('TOO_EXPENSIVE', `It may ask for ${cost} fields; ${limits.cost} are allowed. Take smaller pages.`)
    : null
}

/** Fields that the answer may hold when every list is full. */
export const costOf = (document: DocumentNode, variables: Variables): number => sizeOf(document, variables).cost

const fault = (code: LimitFault['code'], message: string): LimitFault => ({
  code,
  message: `The document is too large. ${message}`,
})

const sizeOf = (document: DocumentNode, given: Variables): Size => {
  const operations = document.definitions.filter(isOperation)
  const variables = { ...defaultsOf(operations), ...given }
  const fragments = new Map(document.definitions.filter(isFragment).map(fragment => [fragment.name.value, fragment]))
  // Each fragment is measured once: spread upon spread, they would otherwise be read more often than any machine can.
  const known = new Map<string, Size>()
  const fragmentSize = (name: string): Size => {
    const size = known.get(name)
    if (size !== undefined) return size
    known.set(name, NONE)
    const fragment = fragments.get(name)
    const measured = fragment === undefined ? NONE : setSize(fragment.selectionSet)
    known.set(name, measured)
    return measured
  }
  const fieldSize = (field: FieldNode): Size => {
    const inner =
      field.selectionSet === undefined || field.name.value.startsWith('__') ? NONE : setSize(field.selectionSet)
    const cost = 1 + costWithin(inner, itemsOf(field, variables))
    return {
      ...inner,
      depth: inner.depth + 1,
      aliases: inner.aliases + (field.alias === undefined ? 0 : 1),
      cost,
      edges: field.name.value === 'edges' ? cost : 0,
    }
  }
  const selectionSize = (selection: SelectionNode): Size => {
    switch (selection.kind) {
      case Kind.FIELD:
        return fieldSize(selection)
      case Kind.INLINE_FRAGMENT:
        return setSize(selection.selectionSet)
      case Kind.FRAGMENT_SPREAD:
        return fragmentSize(selection.name.value)
    }
  }
  const setSize = (set: SelectionSetNode): Size =>
    set.selections
      .map(selection => plus(selectionSize(selection), { ...NONE, directives: selection.directives?.length ?? 0 }))
      .reduce(plus, NONE)
  return operations.map(({ selectionSet }) => setSize(selectionSet)).reduce(plus, NONE)
}

const isFragment = (definition: DocumentNode['definitions'][number]): definition is FragmentDefinitionNode =>
  definition.kind === Kind.FRAGMENT_DEFINITION

const isOperation = (definition: DocumentNode['definitions'][number]): definition is OperationDefinitionNode =>
  definition.kind === Kind.OPERATION_DEFINITION

const plus = (a: Size, b: Size): Size => ({
  depth: Math.max(a.depth, b.depth),
  aliases: a.aliases + b.aliases,
  directives: a.directives + b.directives,
  cost: a.cost + b.cost,
  edges: a.edges + b.edges,
})

/** What variables stand for where the caller gives none; a name that two operations share stands for the larger number. */
const defaultsOf = (operations: readonly OperationDefinitionNode[]): Variables => {
  const numbers = operations
    .flatMap(({ variableDefinitions = [] }) => variableDefinitions)
    .flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)] as const] : [],
    )
  return Object.fromEntries(numbers.toSorted(([, one], [, other]) => one - other))
}

/** A page whose size is not said has 20 items; all that is no page comes once. */
const costWithin = ({ cost, edges }: Size, items: number | null): number =>
  items === null ? cost + edges * (DEFAULT_PAGE - 1) : cost * Math.max(1, items)

const SIZES: ReadonlySet<string> = new Set(['first', 'last', 'ids'])

/** How many times the field's selection may come: the size of the page, or the number of ids, that is asked for; null where none is said. */
const itemsOf = ({ arguments: given = [] }: FieldNode, variables: Variables): number | null => {
  const sizes = given.flatMap(({ name, value }) => (SIZES.has(name.value) ? sizeOfValue(value, variables) : []))
  return sizes.length === 0 ? null : Math.max(...sizes)
}

const sizeOfValue = (value: ValueNode, variables: Variables): readonly number[] => {
  switch (value.kind) {
    case Kind.INT:
      return [Number(value.value)]
    case Kind.LIST:
      return [value.values.length]
    case Kind.VARIABLE: {
      const given = variables[value.name.value]
      return typeof given === 'number' ? [given] : Array.isArray(given) ? [given.length] : []
    }
    default:
      return []
  }
}
