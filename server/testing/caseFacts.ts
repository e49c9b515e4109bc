import { randomUUID } from 'node:crypto'
import type { DataOf, InvestigationEvent } from '../core/investigation/events.ts'
import type { Append } from '../core/ports/investigationStore.ts'
import { asId, type CaseRef, type DataSourceId, type InvestigationId, type TenantId } from '../core/shared/ids.ts'
import type { NonEmpty } from '../core/shared/nonEmpty.ts'

/** A tenant with one data source, as the tests of stores need it. */
export type TestTenant = { readonly tenantId: TenantId; readonly dataSourceId: DataSourceId }

export const newCase = ({ tenantId }: Pick<TestTenant, 'tenantId'>): CaseRef => ({
  tenantId,
  investigationId: asId<InvestigationId>(randomUUID()),
})

export const opened = ({ dataSourceId }: Pick<TestTenant, 'dataSourceId'>): InvestigationEvent => ({
  type: 'InvestigationOpened',
  data: {
    openedBy: null,
    question: {
      dataSourceId,
      table: { schema: 'main', name: 'orders' },
      metric: { kind: 'nullRate', column: 'user_id' },
      day: '2026-06-12',
      timeColumn: null,
      timeZone: 'UTC',
      wholeTable: false,
    },
  },
})

export const ranQuery = (id: string): DataOf<'QueryRan'> => ({
  id,
  scan: 'segments',
  purpose: 'Rows by segment, 12 June against 4 normal days',
  sql: 'SELECT country, count(*) FROM main.orders GROUP BY country',
  hash: 'c0ffee',
  readsTable: true,
  rows: 2,
  truncated: false,
  elapsedMs: 12,
})

export const queryRan = (id: string): InvestigationEvent => ({ type: 'QueryRan', data: ranQuery(id) })

export const stepGivenUp = (message: string): InvestigationEvent => ({
  type: 'StepGivenUp',
  data: { step: 'conclude', code: 'test', message },
})

export const cancelled: InvestigationEvent = { type: 'InvestigationCancelled', data: { by: null, byName: null } }

/** An append of these facts that calls for nothing else. */
export const facts = (ref: CaseRef, expectedVersion: number, ...events: NonEmpty<InvestigationEvent>): Append => ({
  ref,
  expectedVersion,
  events,
  steps: [],
  answers: [],
  hypotheses: [],
})
