import { tableText } from '../../../core/dataset/table.ts'
import { actorOf } from '../../../core/access/asking.ts'
import type { AuditAction } from '../../../core/access/auditAction.ts'
import type { ApprovalDecision } from '../../../core/approval/request.ts'
import type { InvestigationEvent } from '../../../core/investigation/events.ts'
import { metricLabel } from '../../../core/metric/describe.ts'
import type { Append } from '../../../core/ports/investigationStore.ts'
import type { Projection } from './projection.ts'

const MAX_AGENT = 300

type Note = {
  readonly action: AuditAction
  readonly name: string | null
  readonly before?: string
  readonly after: string | null
}

const [running, paused] = ['{"status":"running"}', '{"status":"paused"}']

const decided = (decision: ApprovalDecision): Note => ({
  action: 'approvalDecided',
  name: null,
  after: JSON.stringify(decision),
})

/** A grant has an entry of its own besides the decision that gave it: what is allowed from now on is found by its kind. */
const notesOf = (event: InvestigationEvent): readonly Note[] => {
  if (event.type === 'ApprovalDecided' && event.data.decision.grant) {
    const {
      decision: { requestId, grant },
    } = event.data
    return [
      decided(event.data.decision),
      { action: 'approvalGrantMade', name: null, after: JSON.stringify({ requestId, ...grant }) },
    ]
  }
  const note = noteOf(event)
  return note ? [note] : []
}

/** What people do to cases belongs to the audit trail; what the steps find out is in the facts. */
const noteOf = (event: InvestigationEvent): Note | null => {
  switch (event.type) {
    case 'InvestigationOpened': {
      const { question } = event.data
      return {
        action: 'investigationStarted',
        name: `${metricLabel(question.metric)} in ${tableText(question.table)}`,
        after: JSON.stringify(question),
      }
    }
    case 'ApprovalGiven':
    case 'ApprovalDecided':
      return decided(event.data.decision)
    case 'QueryAllowed': {
      const {
        request: { id, content },
        grant,
      } = event.data
      return {
        action: 'queryAllowed',
        name: null,
        after: JSON.stringify({ requestId: id, hash: content.kind === 'query' ? content.hash : null, grant }),
      }
    }
    case 'InvestigationPaused':
      return { action: 'investigationPaused', name: null, before: running, after: paused }
    case 'InvestigationResumed':
      return { action: 'investigationResumed', name: null, before: paused, after: running }
    case 'HintAdded':
      return { action: 'hintAdded', name: null, after: JSON.stringify({ text: event.data.text }) }
    case 'HypothesisAdded':
      return {
        action: 'hypothesisAdded',
        name: null,
        after: JSON.stringify({ hypothesis: event.data.hypothesis.kind }),
      }
    case 'HypothesisDropped':
      return {
        action: 'hypothesisDropped',
        name: null,
        after: JSON.stringify({ hypothesis: event.data.kind, reason: event.data.reason }),
      }
    case 'OwnHypothesisAdded':
      return { action: 'hypothesisAdded', name: null, after: JSON.stringify({ hypothesis: event.data.hypothesis }) }
    case 'OwnHypothesisDropped':
      return {
        action: 'hypothesisDropped',
        name: null,
        after: JSON.stringify({ hypothesis: event.data.hypothesis, reason: event.data.reason }),
      }
    case 'InvestigationCancelled':
      return { action: 'investigationCancelled', name: null, after: null }
    default:
      return null
  }
}

/** The trail's entries for cases that somebody started or stopped; a trigger chains them. */
export const auditEntry: Projection = {
  name: 'audited',
  rowsOf: ({ ref, events, by = null }: Append) =>
    events.flatMap(notesOf).map(note => {
      const { kind, id, name } = actorOf(by)
      return {
        id: ref.investigationId,
        actor_kind: kind,
        actor_id: id,
        actor_name: name,
        address: by?.address ?? null,
        agent: by?.agent?.slice(0, MAX_AGENT) ?? null,
        action: note.action,
        subject_name: note.name,
        before: note.before ?? null,
        after: note.after,
      }
    }),
  sql: rows => `
    INSERT INTO audit_entry (tenant_id, actor_kind, actor_id, actor_name, address, agent, action, subject_kind, subject_id, subject_name, before, after)
    SELECT head.tenant_id, note.actor_kind, note.actor_id, note.actor_name, note.address, note.agent, note.action, 'investigation', head.id::text,
      coalesce(note.subject_name, (SELECT title FROM investigation_view WHERE id = head.id)), note.before, note.after
    FROM json_to_recordset(${rows}) AS note(id uuid, actor_kind text, actor_id text, actor_name text, address text, agent text, action text,
      subject_name text, before text, after text) JOIN head USING (id)`,
}
