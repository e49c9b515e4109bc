// What the relay plugin adds to the schema, in our words.
import { failure } from './failure.ts'
import { NO_UUID, parseGlobalId, printGlobalId } from './globalId.ts'

export const MAX_PAGE = 100

type NodeId = { id: string; typename: string }

/** The types that can be fetched by id. */
export const nodeTypes: readonly string[] = [
  'ApprovalGrant',
  'ApprovalRequest',
  'Comment',
  'DataSource',
  'Hypothesis',
  'Investigation',
  'InvestigationEvent',
  'Notice',
  'Person',
  'RanQuery',
  'Tenant',
]

/** What is no id of ours stands for something that is not there: the plugin would make an error of it. */
const decode = (globalId: string): NodeId => {
  const parsed = parseGlobalId(globalId)
  return parsed !== null && nodeTypes.includes(parsed.typename) ? parsed : { typename: 'Tenant', id: NO_UUID }
}

export const relay = {
  clientMutationId: 'omit',
  cursorType: 'String',
  encodeGlobalID: (typename: string, id: string | number | bigint) => printGlobalId(typename, String(id)),
  decodeGlobalID: decode,
  idFieldOptions: { description: 'Opaque, stable, unique in the whole API.' },
  nodeTypeOptions: { description: 'Anything with an id of its own; fetch it again by `node(id)`.' },
  nodeQueryOptions: {
    description: "The object with this id; null where there is none (another tenant's is none).",
    args: { id: { description: 'A global id.' } },
  },
  nodesQueryOptions: {
    description:
      'The objects with these ids, in their order; null in the place of each one that there is not. At most 100.',
    args: { ids: { description: 'Global ids.' } },
    nullable: { list: false, items: true },
    resolve: (
      _root: unknown,
      { ids }: { ids: NodeId[] },
      _context: unknown,
      _info: unknown,
      load: (ids: NodeId[]) => Promise<unknown[]>,
    ) => {
      if (ids.length > MAX_PAGE)
        throw failure('INVALID_INPUT', `\`ids\` may be ${MAX_PAGE} at most; they are ${ids.length}.`)
      return load(ids)
    },
  },
  pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
  pageInfoFieldOptions: { description: 'Where this page stands.' },
  hasNextPageFieldOptions: { description: 'Whether more follow after `endCursor`.' },
  hasPreviousPageFieldOptions: { description: 'Whether more stand before `startCursor`.' },
  startCursorFieldOptions: { description: 'The cursor of the first edge; null on an empty page.' },
  endCursorFieldOptions: { description: 'The cursor of the last edge; null on an empty page.' },
  firstArgOptions: { description: `How many from the start, 1 to ${MAX_PAGE}; 20 when nothing is said.` },
  lastArgOptions: { description: `How many from the end, 1 to ${MAX_PAGE}.` },
  afterArgOptions: { description: 'Only what follows this cursor.' },
  beforeArgOptions: { description: 'Only what stands before this cursor.' },
  cursorFieldOptions: { description: 'Where the item stands in the list; for `after` and `before`.' },
  edgesFieldOptions: { description: 'The items of this page.', nullable: false },
  nodeFieldOptions: { description: 'The item.', nullable: false },
  defaultConnectionTypeOptions: { description: 'One page of a list.' },
  defaultEdgeTypeOptions: { description: 'One item of a page and where it stands.' },
} as const
