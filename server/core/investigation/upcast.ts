// Facts are for ever, their shapes are not: each type whose shape has changed has the one place here where its old facts become new ones.
import type { InvestigationEvent } from './events.ts'

type Stored = Readonly<Record<string, unknown>>

const upcasters: { readonly [T in InvestigationEvent['type']]?: (data: Stored) => Stored } = {
  // Until two could have to approve, a context could be given tables, days and a window, and approvals could be remembered.
  ApprovalRequested: ({ request, ...data }) => ({ ...data, request: upcastRequest(request as Stored) }),
  ApprovalGiven: ({ decision, ...data }) => ({ ...data, decision: upcastDecision(decision as Stored) }),
  ApprovalDecided: ({ decision, ...data }) => ({ ...data, decision: upcastDecision(decision as Stored) }),
  // Until names were kept, only the id of who stopped a case was.
  InvestigationCancelled: data => ({ byName: null, ...data }),
  // Until teams had budgets, one was the tenant's or a data source's.
  BudgetSpent: ({ stop, ...data }) => ({ ...data, stop: upcastStop(stop as Stored) }),
}

const upcastStop = ({ ofTenant, ...stop }: Stored): Stored => ({
  of: ofTenant === true ? 'tenant' : 'dataSource',
  ...stop,
})

/** A request as this program knows it: until queries were estimated none had been, and until windows could be moved nobody was told since when, until edges could be dropped nobody was told which. */
export const upcastRequest = (request: Stored): Stored => {
  const content = request['content'] as Stored
  return {
    quorum: 1,
    approvers: null,
    escalation: null,
    ...request,
    content: content['kind'] === 'query' ? { estimate: null, ...content } : { since: null, edges: null, ...content },
  }
}

/** A decision as this program knows it. */
export const upcastDecision = (decision: Stored): Stored => {
  const change = decision['change'] as Stored | null
  return {
    behalf: null,
    seconded: null,
    grant: null,
    byGrant: null,
    ...decision,
    change:
      change?.['kind'] === 'context'
        ? { withTables: [], withoutEdges: [], normalDays: null, since: null, ...change }
        : change,
  }
}

/** A fact as this program knows it, of one that an older program may have written. */
export const upcast = (type: InvestigationEvent['type'], data: unknown): InvestigationEvent =>
  ({ type, data: upcasters[type]?.(data as Stored) ?? data }) as InvestigationEvent
