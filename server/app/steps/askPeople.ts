import { approvedQuery, queryApproval } from '../../core/approval/approvals.ts'
import { authorsOf, originOf } from '../../core/approval/authors.ts'
import { contextRequest } from '../../core/approval/contextRequest.ts'
import { covers } from '../../core/approval/grant.ts'
import { asksNothing, type ApprovalPolicy } from '../../core/approval/policy.ts'
import { queryRequest, type AskedQuery } from '../../core/approval/queryRequest.ts'
import type { AllowedQuery, ApprovalRequest } from '../../core/approval/request.ts'
import type { Command } from '../../core/investigation/command.ts'
import type { Step } from '../../core/investigation/step.ts'
import { asCase } from '../../core/measure/planned.ts'
import type { DataSource } from '../../core/ports/dataSource.ts'
import type { StepTools } from '../tools.ts'
import { judgeText } from '../judgeText.ts'
import { contextOf, openSource } from './ask.ts'
import { plannedQueries } from './plannedQueries.ts'
import type { Work } from './work.ts'

type Deciding = { readonly policy: ApprovalPolicy; readonly now: Date; readonly grants: StepTools['grants'] }

/** What must be recorded instead of doing the step: that people are asked first, or that the policy forbids it. Null where it may be done. */
export const askPeople = async (
  step: Step,
  work: Work,
  { policies, grants, now }: Pick<StepTools, 'policies' | 'grants' | 'now'>,
): Promise<Command | null> => {
  const { question } = work.state
  if (!question) return null
  const deciding = { policy: await policies.policyOf(work.ref.tenantId, question.dataSourceId), grants, now: now() }
  if (step.kind === 'proposeHypotheses') return reviewContext(work, deciding)
  return asksNothing(deciding.policy) ? null : reviewQueries(step, work, deciding)
}

const asked = (requests: readonly ApprovalRequest[], allowed: readonly AllowedQuery[]): Command | null =>
  requests.length + allowed.length === 0 ? null : { type: 'RequestApprovals', requests, allowed }

const reviewContext = ({ state }: Work, { policy, now }: Deciding): Command | null => {
  const found = asCase(state)
  const request = found && contextRequest(found, policy, now)
  return asked(request ? [request] : [], [])
}

const asking: readonly Step['kind'][] = ['measureAnomaly', 'runScan', 'sampleRows', 'testPrediction', 'testOwn']

const reviewQueries = async (step: Step, work: Work, deciding: Deciding): Promise<Command | null> => {
  if (!asking.includes(step.kind)) return null
  const opened = await openSource(work)
  // What cannot be opened, and what the guard refuses, the step tells in its own words.
  if (!opened.ok) return null
  const requests: ApprovalRequest[] = []
  const allowed: AllowedQuery[] = []
  for (const query of plannedQueries(step, work.state, opened.value.dialect)) {
    const reviewed = await reviewQuery({ query, source: opened.value }, work, deciding)
    if (reviewed?.type === 'forbidden') return forbidden(query, reviewed.because.join(' '))
    if (reviewed?.type === 'request') requests.push(reviewed.request)
    if (reviewed?.type === 'allowed') allowed.push(reviewed)
  }
  return asked(requests, allowed)
}

type Reviewed =
  | { readonly type: 'forbidden'; readonly because: readonly string[] }
  | { readonly type: 'request'; readonly request: ApprovalRequest }
  | ({ readonly type: 'allowed' } & AllowedQuery)
  | null

const reviewQuery = async (
  { query, source }: { query: AskedQuery; source: DataSource },
  { ref, state, tools }: Work,
  deciding: Deciding,
): Promise<Reviewed> => {
  const { focus, question, approvals } = state
  if (!focus || !question) return null
  const approved = approvedQuery(query.planned, queryApproval(query.id, approvals))
  const sql = approved?.sql ?? query.planned.sql
  const authors = authorsOf(query.author ?? 'analyst', approved?.isEdited ?? false)
  const checked = await tools.guard.check(sql, {
    dialect: source.dialect.name,
    context: contextOf(focus),
    origin: originOf(authors),
  })
  if (!checked.ok) return null
  const text = { source, query: checked.value, authors, tables: contextOf(focus).tables }
  const { touched, estimate, judged } = await judgeText(text, {
    policy: deciding.policy,
    tools,
    tenantId: ref.tenantId,
    dataSourceId: question.dataSourceId,
  })
  if (judged.tier === 'never') return { type: 'forbidden', because: judged.because }
  if (approved || judged.tier === 'run') return null
  const asking = { query, read: checked.value, touched, judged, estimate, dataSourceId: question.dataSourceId }
  const request = queryRequest(state, asking, deciding)
  const subject = { tenantId: ref.tenantId, dataSourceId: question.dataSourceId, shape: checked.value.shape }
  const covered = { ...touched, bytes: estimate?.bytes ?? null, people: [state.openedBy, query.writer?.by ?? null] }
  const grant = (await deciding.grants.inForce(subject, deciding.now)).find(each =>
    covers(each, covered, deciding.policy),
  )
  return grant
    ? { type: 'allowed', request, grant: { id: grant.id, until: grant.until, by: grant.by, byName: grant.byName } }
    : { type: 'request', request }
}

/** A query that the policy never lets run is told like one that the data source refused. */
const forbidden = ({ step, id, scan, planned }: AskedQuery, because: string): Command => {
  const message = `Not run: the approval policy of this data source never allows it. ${because}`
  if (step.kind === 'measureAnomaly') return { type: 'FailInvestigation', reason: 'query-refused', message }
  if (scan === null) return { type: 'GiveUpStep', step, code: 'not-allowed', message }
  return {
    type: 'RecordFailedScan',
    scan,
    query: { id, scan, purpose: planned.purpose, sql: planned.sql, code: 'not-allowed', message },
  }
}
