// The same facts twice: page by page on the investigation, and live by subscription.
import { resolveCursorConnection, type ResolveCursorConnectionArgs } from '@pothos/plugin-relay'
import type { EventRecord } from '../../prisma/generated/client.ts'
import type { StoredEvent } from '../core/ports/investigationStore.ts'
import { asId, type CaseRef, type InvestigationId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { parseCursor, printCursor } from './cursor.ts'
import { InvestigationEvent } from './event.ts'
import { failure, unauthenticated } from './failure.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { Investigation } from './investigation.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { whileSignedIn } from './stream.ts'

const readEvents =
  (investigationId: string, { readDb }: Context) =>
  ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
    readDb.eventRecord.findMany({
      where: {
        investigationId,
        sequence: {
          ...(before !== undefined && { lt: parseCursor(before) }),
          ...(after !== undefined && { gt: parseCursor(after) }),
        },
      },
      orderBy: { sequence: inverted ? 'desc' : 'asc' },
      take: limit,
    })

builder.prismaObjectField(Investigation, 'events', t =>
  t.connection(
    {
      type: InvestigationEvent,
      description: 'Everything that happened, in order.',
      resolve: async ({ id, version }, args, context) => {
        checkPage(args)
        const page = await resolveCursorConnection(
          { args, ...pageSize, toCursor: (event: EventRecord) => printCursor(event.sequence) },
          readEvents(id, context),
        )
        return { ...page, totalCount: version }
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)

const refOf = async ({ signedIn, readDb }: Context, globalId: string): Promise<CaseRef> => {
  if (signedIn === null) throw unauthenticated()
  const found = await readDb.investigationView.findUnique({
    where: { id: uuidOf('Investigation', globalId) ?? NO_UUID },
    select: { id: true },
  })
  if (found === null) throw failure('NOT_FOUND', 'There is no such investigation.')
  return { tenantId: signedIn.tenantId, investigationId: asId<InvestigationId>(found.id) }
}

builder.subscriptionField('investigationEvents', t =>
  t.field({
    type: InvestigationEvent,
    description:
      "Replays the case's events after the cursor, then tails; completes when the case ends. Over WebSocket (graphql-ws) and SSE.",
    args: {
      investigationId: t.arg.id({ required: true, description: 'Which case; an unknown one is an error NOT_FOUND.' }),
      after: t.arg.string({
        description:
          'The cursor of the last event that the caller has; null for all from the first. Over SSE the header Last-Event-ID goes before it.',
      }),
    },
    subscribe: async (_root, { investigationId, after: given }, context) => {
      const ref = await refOf(context, investigationId)
      const cursor = context.lastEventId ?? given ?? null
      const after = cursor === null ? 0 : parseCursor(cursor)
      return whileSignedIn(context, signal => rowsOf(context, ref, context.feed.follow(ref, after, signal)))
    },
    resolve: (event: EventRecord) => event,
  }),
)

/** The fact as the database would give it back. */
const asJson = (data: object) => JSON.parse(JSON.stringify(data)) as EventRecord['data']

async function* rowsOf(
  { noteCursor }: Context,
  ref: CaseRef,
  facts: AsyncIterable<StoredEvent>,
): AsyncGenerator<EventRecord, undefined> {
  for await (const { sequence, occurredAt, event } of facts) {
    noteCursor(printCursor(sequence))
    yield { ...ref, sequence, occurredAt, type: event.type, data: asJson(event.data) }
  }
}
