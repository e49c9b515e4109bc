import { findContext } from '../core/dataset/findContext.ts'
import type { FailureReason } from '../core/investigation/events.ts'
import type { Question } from '../core/metric/question.ts'
import { asId, type InvestigationId, type PersonId, type TenantId } from '../core/shared/ids.ts'
import { isDay } from '../core/shared/calendar.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { isZone } from '../core/shared/zone.ts'
import { budgetText, usedUp } from '../core/usage/budget.ts'
import { change, loadCase } from './change.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { SpendingScope } from '../core/ports/spending.ts'
import type { Tools } from './tools.ts'

export type StartRefusal = {
  readonly code:
    | 'data-source-not-found'
    | 'data-source-closed'
    | 'table-not-found'
    | 'column-not-found'
    | 'invalid-question'
    | 'budget-spent'
    | 'data-source-problem'
  readonly message: string
  /** The field of the question that is wrong, outermost first. */
  readonly path?: readonly string[]
  readonly retryable?: boolean
}

type Start = {
  readonly tenantId: TenantId
  readonly personId: PersonId | null
  readonly teamId?: string | null
  readonly id?: string
  readonly question: Question
}

export type StartTools = Tools & { readonly newId: () => string; readonly registry: Pick<DataSourceRegistry, 'find'> }

/** Opens a case, once the question is known to make sense in its data source. The same id again is the same case. */
export const startInvestigation =
  (tools: StartTools) =>
  async ({
    tenantId,
    personId,
    teamId = null,
    id,
    question,
  }: Start): Promise<Result<InvestigationId, StartRefusal>> => {
    const invalid = invalidPart(question)
    if (invalid) return refuse(invalid)
    const spent = await spentBudget(tools, { tenantId, teamId, dataSourceId: question.dataSourceId })
    if (spent) return refuse(spent)
    const sensible = await check(tools, tenantId, question)
    if (!sensible.ok) return sensible
    const investigationId = asId<InvestigationId>(id ?? tools.newId())
    const opened = await change(tools.store)(
      { tenantId, investigationId },
      { type: 'OpenInvestigation', question, openedBy: personId, teamId },
    )
    // Opened already is the same case again, unless the id is in use elsewhere.
    const { version } = opened.ok ? { version: 1 } : await loadCase(tools.store, { tenantId, investigationId })
    return version > 0
      ? ok(investigationId)
      : refuse({ code: 'invalid-question', message: 'Choose another id for the investigation.', path: ['clientId'] })
  }

/** A budget of the workspace, the data source or the team that is used up lets no new case begin. */
const spentBudget = async (
  { spending }: Tools,
  scope: Omit<SpendingScope, 'investigationId'>,
): Promise<StartRefusal | null> => {
  const spent = usedUp((await spending?.standings({ ...scope, investigationId: null })) ?? [])
  return (
    spent && {
      code: 'budget-spent',
      message: `No investigation can begin: ${budgetText(spent)} is used up. An admin can raise the limit on the usage page.`,
    }
  )
}

const invalidPart = ({ day, timeZone }: Question): StartRefusal | null => {
  if (!isDay(day))
    return { code: 'invalid-question', message: `${day} is no day of the calendar (YYYY-MM-DD).`, path: ['day'] }
  if (!isZone(timeZone))
    return { code: 'invalid-question', message: `${timeZone} is no time zone by its IANA name.`, path: ['timeZone'] }
  return null
}

const paths: Partial<Record<FailureReason, { code: StartRefusal['code']; path: readonly string[] }>> = {
  'table-not-found': { code: 'table-not-found', path: ['table'] },
  'column-not-found': { code: 'column-not-found', path: ['metric', 'columns'] },
  'wrong-column-type': { code: 'invalid-question', path: ['metric', 'columns'] },
  'no-time-column': { code: 'invalid-question', path: ['timeColumn'] },
}

/** Drafts are investigated by nobody, paused ones by no new case. */
const closedPart = ({ draft, active }: { readonly draft: boolean; readonly active: boolean }): StartRefusal | null => {
  const path = ['dataSourceId']
  if (draft)
    return {
      code: 'data-source-closed',
      message: 'This data source is a draft: it must pass its connection test first.',
      path,
    }
  return active
    ? null
    : { code: 'data-source-closed', message: 'This data source is paused: switch it on to investigate on it.', path }
}

const check = async (
  tools: StartTools,
  tenantId: TenantId,
  question: Question,
): Promise<Result<null, StartRefusal>> => {
  const known = await tools.registry.find(tenantId, question.dataSourceId)
  if (known === null)
    return refuse({ code: 'data-source-not-found', message: 'There is no such data source.', path: ['dataSourceId'] })
  const closed = closedPart(known)
  if (closed) return refuse(closed)
  const opened = await tools.dataSources.open(tenantId, question.dataSourceId)
  const described = opened.ok ? await opened.value.describe([question.table]) : opened
  if (!described.ok)
    return refuse({
      code: 'data-source-problem',
      message: described.problem.message,
      retryable: described.problem.retryable,
    })
  const found = findContext(question, described.value)
  if (found.ok) return ok(null)
  const { code, path } = paths[found.problem.reason] ?? { code: 'invalid-question' as const, path: [] }
  return refuse({ code, message: found.problem.message, path })
}
