import { isAtLeast, ROLES } from '../../../core/access/role.ts'
import { decisionByGrant } from '../../../core/approval/grant.ts'
import type { ApprovalDecision, ApprovalRequest } from '../../../core/approval/request.ts'
import { endsCase } from '../../../core/investigation/endsCase.ts'
import type { InvestigationEvent } from '../../../core/investigation/events.ts'
import type { Append } from '../../../core/ports/investigationStore.ts'
import type { Projection } from './projection.ts'

type Fresh = { readonly request: ApprovalRequest; readonly decision: ApprovalDecision | null }

const fresh = (event: InvestigationEvent): readonly Fresh[] => {
  if (event.type === 'ApprovalRequested') return [{ request: event.data.request, decision: null }]
  return event.type === 'QueryAllowed' ? [{ request: event.data.request, decision: decisionByGrant(event.data) }] : []
}

/** What people are asked, and what a grant decided in their stead. */
export const requestedApprovals: Projection = {
  name: 'requested',
  rowsOf: ({ ref, events }: Append) =>
    events.flatMap(fresh).map(({ request, decision }) => ({
      id: ref.investigationId,
      request_id: request.id,
      kind: request.content.kind,
      request,
      deadline: request.deadline,
      state: decision?.outcome ?? 'pending',
      decision,
      decided_by: decision?.by ?? null,
    })),
  sql: rows => `
    INSERT INTO approval_view (investigation_id, request_id, tenant_id, kind, state, request, decision, decided_by, requested_at, deadline, changed_at, decided_at)
    SELECT head.id, request_id, head.tenant_id, kind, state, request, decision, decided_by, now(), deadline, now(), CASE WHEN state <> 'pending' THEN now() END
    FROM json_to_recordset(${rows}) AS fresh(id uuid, request_id text, kind text, request jsonb, deadline timestamptz, state text, decision jsonb, decided_by uuid)
    JOIN head USING (id)`,
}

/** Tells the people of the team that is asked, and those who decide for them while they are away. */
export const approverNotices: Projection = {
  name: 'asked',
  rowsOf: ({ ref, events }: Append) =>
    events.flatMap(event =>
      event.type === 'ApprovalRequested' && event.data.request.approvers !== null
        ? [{ id: ref.investigationId, team: event.data.request.approvers, text: noticeOf(event.data.request) }]
        : [],
    ),
  sql: rows => `
    INSERT INTO notice (id, tenant_id, person_id, investigation_id, text, created_at)
    SELECT gen_random_uuid(), head.tenant_id, person.id, head.id, fresh.text, now()
    FROM json_to_recordset(${rows}) AS fresh(id uuid, team uuid, text text) JOIN head USING (id)
      JOIN person ON person.tenant_id = head.tenant_id AND EXISTS (SELECT 1 FROM team_member
        LEFT JOIN delegation ON delegation.person_id = team_member.person_id AND delegation.revoked_at IS NULL AND delegation.from_at <= now() AND delegation.until_at > now()
        WHERE team_member.team_id = fresh.team AND person.id IN (team_member.person_id, delegation.delegate_id))
      AND person.deactivated_at IS NULL AND person.kind = 'person'`,
}

const noticeOf = ({ content }: ApprovalRequest) =>
  content.kind === 'query'
    ? `Your team decides whether a query runs: ${content.purpose}`
    : 'Your team looks over what an investigation may use'

const decisions = ({ events }: Append) =>
  events.flatMap(event => (event.type === 'ApprovalDecided' ? [event.data.decision] : []))

/** What the first of two said; it still waits. */
export const givenApprovals: Projection = {
  name: 'given',
  rowsOf: ({ ref, events }: Append) =>
    events.flatMap(event =>
      event.type === 'ApprovalGiven'
        ? [{ id: ref.investigationId, request_id: event.data.decision.requestId, given: event.data.decision }]
        : [],
    ),
  sql: rows => `
    UPDATE approval_view AS view SET given = fresh.given, changed_at = now()
    FROM json_to_recordset(${rows}) AS fresh(id uuid, request_id text, given jsonb) JOIN head USING (id)
    WHERE view.investigation_id = head.id AND view.request_id = fresh.request_id`,
}

/** What they said. */
export const decidedApprovals: Projection = {
  name: 'decided',
  rowsOf: append =>
    decisions(append).map(decision => ({
      id: append.ref.investigationId,
      request_id: decision.requestId,
      state: decision.outcome,
      decision,
      decided_by: decision.by,
    })),
  sql: rows => `
    UPDATE approval_view AS view
    SET state = fresh.state, decision = fresh.decision, decided_by = fresh.decided_by, decided_at = now(), changed_at = now()
    FROM json_to_recordset(${rows}) AS fresh(id uuid, request_id text, state text, decision jsonb, decided_by uuid) JOIN head USING (id)
    WHERE view.investigation_id = head.id AND view.request_id = fresh.request_id`,
}

const escalations = ({ ref, events }: Append) =>
  events.flatMap(event => (event.type === 'ApprovalEscalated' ? [{ id: ref.investigationId, ...event.data }] : []))

/** More people are asked. */
export const escalatedApprovals: Projection = {
  name: 'escalated',
  rowsOf: append => escalations(append).map(({ id, requestId }) => ({ id, request_id: requestId })),
  sql: rows => `
    UPDATE approval_view AS view SET escalated_at = now(), changed_at = now()
    FROM json_to_recordset(${rows}) AS fresh(id uuid, request_id text) JOIN head USING (id)
    WHERE view.investigation_id = head.id AND view.request_id = fresh.request_id`,
}

/** Tells them. */
export const escalationNotices: Projection = {
  name: 'escalation_told',
  rowsOf: append =>
    escalations(append).map(({ id, to }) => ({
      id,
      team: to.teamId,
      roles: to.role && ROLES.filter(role => isAtLeast(role, to.role ?? 'owner')),
    })),
  sql: rows => `
    INSERT INTO notice (id, tenant_id, person_id, investigation_id, text, created_at)
    SELECT gen_random_uuid(), head.tenant_id, person.id, head.id, 'Nobody has decided a request of this investigation yet; you are asked too', now()
    FROM json_to_recordset(${rows}) AS fresh(id uuid, team uuid, roles jsonb) JOIN head USING (id)
      JOIN person ON person.tenant_id = head.tenant_id AND person.deactivated_at IS NULL AND person.kind = 'person'
        AND (fresh.roles ? person.role OR EXISTS (SELECT 1 FROM team_member WHERE team_member.team_id = fresh.team AND team_member.person_id = person.id))`,
}

/** What was asked for the sake of something that somebody dropped. */
export const withdrawnApprovals: Projection = {
  name: 'withdrawn',
  rowsOf: ({ ref, events }: Append) =>
    events.flatMap(event =>
      event.type === 'ApprovalWithdrawn' ? [{ id: ref.investigationId, request_id: event.data.requestId }] : [],
    ),
  sql: rows => `
    UPDATE approval_view AS view SET state = 'closed', changed_at = now()
    FROM json_to_recordset(${rows}) AS fresh(id uuid, request_id text) JOIN head USING (id)
    WHERE view.investigation_id = head.id AND view.request_id = fresh.request_id AND view.state = 'pending'`,
}

/** The end of a case closes what was still open; a row that the same append decides is left to that decision. */
export const closedApprovals: Projection = {
  name: 'closed',
  rowsOf: append =>
    append.events.some(endsCase)
      ? [{ id: append.ref.investigationId, decided: decisions(append).map(({ requestId }) => requestId) }]
      : [],
  sql: rows => `
    UPDATE approval_view AS view SET state = 'closed', changed_at = now()
    FROM json_to_recordset(${rows}) AS ended(id uuid, decided jsonb) JOIN head USING (id)
    WHERE view.investigation_id = head.id AND view.state = 'pending' AND NOT ended.decided ? view.request_id`,
}
