import type { SignedIn } from '../core/access/signedIn.ts'
import { decidableFor, whyNot, type Delegator, type Judging } from '../core/approval/behalf.ts'
import { checkContextChange } from '../core/approval/changeContext.ts'
import { isOverdue } from '../core/approval/deadline.ts'
import { authorsOf } from '../core/approval/authors.ts'
import type {
  ApprovalDecision,
  ApprovalRequest,
  ByPerson,
  ContextChange,
  GrantTerms,
  QueryChange,
  QueryContent,
} from '../core/approval/request.ts'
import { lostAlias } from '../core/approval/words.ts'
import { sameTable, tableText, type Table, type TableName } from '../core/dataset/table.ts'
import { asCase } from '../core/measure/planned.ts'
import type { Delegations } from '../core/ports/delegations.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { nonEmpty } from '../core/shared/nonEmpty.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { unreachable } from '../core/shared/unreachable.ts'
import { approvableText, readApprovable, type Place, type ReadQuery } from './approvableText.ts'
import { change, loadCase } from './change.ts'
import { grantTerms, mayRemember } from './rememberApproval.ts'
import type { DecidingTools } from './tools.ts'

/** What to change in a context; tables to add come as names. */
export type ContextWish = Omit<ContextChange, 'kind' | 'withTables'> & { readonly withTables: readonly TableName[] }

/** What a person answers. A change is an approval of what they made of it. */
export type Verdict =
  | ({ readonly outcome: 'approved'; readonly reason: string | null } & Remembering)
  | { readonly outcome: 'rejected'; readonly reason: string }
  | ({
      readonly outcome: 'modified'
      readonly reason: string | null
      readonly change: ContextWish | { readonly sql: string }
    } & Remembering)

/** For how many days queries of the shape of what is approved need no asking; left out: for none. */
type Remembering = { readonly rememberDays?: number | null }

export type DecideRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'already-decided'; readonly decision: ApprovalDecision; readonly at: Date }
  | {
      readonly code: 'not-allowed' | 'expired' | 'query-refused' | 'invalid'
      readonly message: string
      readonly path?: string
    }

/** `forPerson`: who is away and has the caller decide; left out, it is the caller's own word, or, where that does not count, theirs. */
export type Asked = { readonly ref: CaseRef; readonly requestId: string; readonly forPerson?: string | null }

const MAX_TEXT = 2_000
const ended = {
  code: 'expired',
  message: 'The investigation has ended; nobody needs to decide this any more.',
} as const

const needless = {
  code: 'expired',
  message: 'Somebody dropped what this query was for; nobody needs to decide it any more.',
} as const

type Tools = DecidingTools & { readonly newId: () => string; readonly delegations: Pick<Delegations, 'actsFor'> }

/** Decides a request: role, policy, state and text are looked at now, whatever the page showed. Of several people exactly one decides. */
export const decideApproval =
  (tools: Tools) =>
  async (
    { ref, requestId, forPerson = null }: Asked,
    verdict: Verdict,
    by: SignedIn,
  ): Promise<Result<null, DecideRefusal>> => {
    const { state } = await loadCase(tools.store, ref)
    const approval = state.approvals.find(({ request }) => request.id === requestId)
    if (!approval || !state.question) return refuse({ code: 'not-found' })
    if (approval.decision) return alreadyDecided(tools, ref, requestId)
    if (state.status !== 'running') return refuse(ended)
    if (approval.withdrawn) return refuse(needless)
    const [policy, at] = [await tools.policies.policyOf(ref.tenantId, state.question.dataSourceId), tools.now()]
    if (isOverdue(approval.request, at))
      return refuse({ code: 'expired', message: 'The deadline has passed; it decides this request.' })
    const voice = voiceOf({ ...approval, openedBy: state.openedBy, policy }, by, {
      away: await tools.delegations.actsFor(by, at),
      forPerson,
    })
    if (!voice.ok) return refuse({ code: 'not-allowed', message: voice.problem })
    const days = verdict.outcome === 'rejected' ? null : (verdict.rememberDays ?? null)
    const rememberable = mayRemember({ ...approval, by, behalf: voice.value, days, approvers: policy.approvers })
    if (!rememberable.ok) return rememberable
    const grantOf = (read: ReadQuery) =>
      days === null ? null : grantTerms({ request: approval.request, read, days, at, id: tools.newId() })
    const decided = await decisionOf(
      { request: approval.request, given: approval.given, verdict, by, behalf: voice.value, grantOf },
      { state, tools, policy, ref },
    )
    if (!decided.ok) return decided
    const changed = await change(tools.store)(ref, { type: 'DecideApproval', decision: decided.value, at })
    if (changed.ok) return ok(null)
    if (changed.problem.code === 'given-already')
      return refuse({ code: 'not-allowed', message: 'You approved it already; somebody else must approve it as well.' })
    if (changed.problem.code === 'already-decided') return alreadyDecided(tools, ref, requestId)
    return refuse(changed.problem.code === 'expired' ? needless : ended)
  }

const alreadyDecided = async (
  { store }: Pick<DecidingTools, 'store'>,
  ref: CaseRef,
  requestId: string,
): Promise<Result<null, DecideRefusal>> => {
  for (const { event, occurredAt } of await store.load(ref)) {
    if (event.type === 'ApprovalDecided' && event.data.decision.requestId === requestId) {
      return refuse({ code: 'already-decided', decision: event.data.decision, at: occurredAt })
    }
  }
  return refuse({ code: 'not-found' })
}

type Wanted = { readonly away: readonly Delegator[]; readonly forPerson: string | null }

/** For whom the caller speaks: null for themselves. In words, why their word does not count. */
const voiceOf = (judging: Judging, by: SignedIn, { away, forPerson }: Wanted): Result<ByPerson | null, string> => {
  const own = whyNot(judging, by)
  if (own === null && forPerson === null) return ok(null)
  const found = decidableFor(judging, by, away).find(({ personId }) => forPerson === null || personId === forPerson)
  if (found) return ok({ by: found.personId, byName: found.name })
  return refuse(
    forPerson === null && own !== null
      ? own
      : 'You do not decide this for them: they are not away, or may not decide it either.',
  )
}

type Deciding = {
  readonly request: ApprovalRequest
  readonly given: ApprovalDecision | null
  readonly verdict: Verdict
  readonly by: SignedIn
  readonly behalf: ByPerson | null
  /** What is remembered with the approval of this text; null: nothing. */
  readonly grantOf: (read: ReadQuery) => GrantTerms | null
}

const decisionOf = async (
  { request, given, verdict, by, behalf, grantOf }: Deciding,
  place: Place,
): Promise<Result<ApprovalDecision, DecideRefusal>> => {
  const reason = verdict.reason?.trim() || null
  const decision = {
    requestId: request.id,
    by: by.personId,
    byName: by.name,
    reason,
    change: null,
    behalf,
    seconded: null,
    grant: null,
    byGrant: null,
  }
  if ((reason?.length ?? 0) > MAX_TEXT)
    return refuse({ code: 'invalid', message: `A reason may have ${MAX_TEXT} characters.`, path: 'reason' })
  switch (verdict.outcome) {
    case 'rejected':
      return reason === null
        ? refuse({ code: 'invalid', message: 'Say why, so that the report can.', path: 'reason' })
        : ok({ ...decision, outcome: 'rejected' })
    case 'approved': {
      const read =
        request.content.kind === 'query'
          ? await readApprovable(approvableText(request.content, given), place)
          : ok(null)
      return read.ok ? ok({ ...decision, outcome: 'approved', grant: read.value && grantOf(read.value) }) : read
    }
    case 'modified': {
      const made = await changeOf(request, verdict.change, place)
      return made.ok
        ? ok({
            ...decision,
            outcome: 'modified',
            change: made.value.change,
            grant: made.value.read && grantOf(made.value.read),
          })
        : made
    }
    default:
      return unreachable(verdict)
  }
}

type Change = Extract<Verdict, { outcome: 'modified' }>['change']

type Made<Changed> = { readonly change: Changed; readonly read: ReadQuery | null }

const changeOf = async (
  { content }: ApprovalRequest,
  wanted: Change,
  place: Place,
): Promise<Result<Made<ContextChange | QueryChange>, DecideRefusal>> => {
  if (content.kind === 'query') {
    return 'sql' in wanted
      ? editedQuery(wanted.sql, content, place)
      : refuse({ code: 'invalid', message: 'A query is changed by its SQL.', path: 'sql' })
  }
  if ('sql' in wanted) return refuse({ code: 'invalid', message: 'A context has no SQL to change.', path: 'sql' })
  const found = asCase(place.state)
  if (!found) return refuse({ code: 'not-found' })
  if ((wanted.hint?.length ?? 0) > MAX_TEXT)
    return refuse({ code: 'invalid', message: `A hint may have ${MAX_TEXT} characters.`, path: 'hint' })
  const added = await described(wanted.withTables, place)
  if (!added.ok) return added
  const changed = { ...wanted, withTables: added.value, kind: 'context' as const }
  const checked = checkContextChange(found, changed)
  return checked.ok
    ? ok({ change: changed, read: null })
    : refuse({ code: 'invalid', message: checked.problem.message, path: 'change' })
}

const MAX_ADDED = 5

/** The tables to add, as the data source describes them now. */
const described = async (
  names: readonly TableName[],
  { state, tools, ref }: Place,
): Promise<Result<readonly Table[], DecideRefusal>> => {
  const { question, focus } = state
  const wanted = nonEmpty(names)
  if (!wanted || !question || !focus) return ok([])
  const again = wanted.find(name =>
    [focus.table, ...focus.parents, ...(focus.strangers ?? [])].some(table => sameTable(table.name, name)),
  )
  if (again)
    return refuse({ code: 'invalid', message: `${tableText(again)} is part of the context already.`, path: 'change' })
  if (wanted.length > MAX_ADDED)
    return refuse({ code: 'invalid', message: `Add up to ${MAX_ADDED} tables.`, path: 'change' })
  const opened = await tools.dataSources.open(ref.tenantId, question.dataSourceId)
  const found = opened.ok ? await opened.value.describe(wanted) : opened
  if (!found.ok)
    return refuse({
      code: 'invalid',
      message: `The tables cannot be looked up: ${found.problem.message}`,
      path: 'change',
    })
  const missing = wanted.find(name => !found.value.some(table => sameTable(table.name, name)))
  return missing
    ? refuse({ code: 'invalid', message: `The data source has no table ${tableText(missing)}.`, path: 'change' })
    : ok(found.value)
}

/** The edited text, guarded exactly as a new one. */
const editedQuery = async (
  sql: string,
  content: QueryContent,
  place: Place,
): Promise<Result<Made<QueryChange>, DecideRefusal>> => {
  const read = await readApprovable({ sql, authors: authorsOf(content.author, true) }, place)
  if (!read.ok) return read
  const lost = lostAlias(content.sql, sql)
  if (lost !== null)
    return refuse({
      code: 'query-refused',
      message: `The answer is read by the name ${lost}, which the query no longer has.`,
    })
  const {
    query: { text, hash },
    touched: { tables, columns },
  } = read.value
  return ok({ change: { kind: 'query', sql: text, hash, tables, columns }, read: read.value })
}

/** Whether an edited text would be accepted; nothing is decided. */
export const checkEditedQuery =
  (tools: DecidingTools) =>
  async ({ ref, requestId }: Asked, sql: string): Promise<Result<QueryChange, DecideRefusal>> => {
    const { state } = await loadCase(tools.store, ref)
    const content = state.approvals.find(({ request }) => request.id === requestId)?.request.content
    if (content?.kind !== 'query' || !state.question) return refuse({ code: 'not-found' })
    const edited = await editedQuery(sql, content, {
      state,
      tools,
      ref,
      policy: await tools.policies.policyOf(ref.tenantId, state.question.dataSourceId),
    })
    return edited.ok ? ok(edited.value.change) : edited
  }
