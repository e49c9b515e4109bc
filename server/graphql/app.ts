import type { Table, TableName } from '../core/dataset/table.ts'
import type { Question } from '../core/metric/question.ts'
import type { DataSourceProblem, TableSummary } from '../core/ports/dataSource.ts'
import type { OpenedSession } from '../core/ports/sessions.ts'
import type { CaseRef, DataSourceId, InvestigationId, PersonId, TenantId } from '../core/shared/ids.ts'
import type { Result } from '../core/shared/result.ts'
import type { SetUpInput, SetUpRefusal } from '../app/setUp.ts'
import type { SignInInput, SignInRefusal } from '../app/signIn.ts'

/** A kind of data source as the page draws its form: `settingsSchema` is JSON Schema. */
export type DataSourceKind = { readonly kind: string; readonly label: string; readonly settingsSchema: unknown }

/** A fault planted in the demo warehouse; the question names the data source. */
export type DemoScenario = { readonly key: string; readonly title: string; readonly question: Question }

export type StartInput = { readonly tenantId: TenantId; readonly personId: PersonId; readonly id?: string; readonly question: Question }

/** `path` is the field of the question. */
export type StartProblem = {
  readonly code: 'data-source-not-found' | 'table-not-found' | 'column-not-found' | 'invalid-question' | 'data-source-problem'
  readonly message: string
  readonly path?: readonly string[]
  readonly retryable?: boolean
}

export type ConnectInput = { readonly tenantId: TenantId; readonly name: string; readonly kind: string; readonly settings: unknown }

/** `path` is the field of the input: 'name', 'kind', or 'settings' with what follows. */
export type ConnectProblem =
  | { readonly code: 'invalid' | 'name-taken'; readonly message: string; readonly path: readonly string[] }
  | { readonly code: 'data-source-problem'; readonly problem: DataSourceProblem }

export type Connected = { readonly id: DataSourceId; readonly warnings: readonly string[] }

/** Everything the API may ask for; each is a use case of server/app, put together in main. */
export type App = {
  readonly signIn: (input: SignInInput) => Promise<Result<OpenedSession, SignInRefusal>>
  readonly signOut: (sessionId: string | null) => Promise<void>
  readonly setUp: (input: SetUpInput) => Promise<Result<OpenedSession, SetUpRefusal>>
  readonly setUpNeeded: () => Promise<boolean>
  readonly sessionStands: (sessionId: string) => Promise<boolean>
  readonly dataSourceKinds: readonly DataSourceKind[]
  readonly connectDataSource: (input: ConnectInput) => Promise<Result<Connected, ConnectProblem>>
  readonly listTables: (tenantId: TenantId, id: DataSourceId) => Promise<Result<readonly TableSummary[], DataSourceProblem>>
  readonly describeTable: (tenantId: TenantId, id: DataSourceId, table: TableName) => Promise<Result<Table | null, DataSourceProblem>>
  readonly startInvestigation: (input: StartInput) => Promise<Result<InvestigationId, StartProblem>>
  readonly cancelInvestigation: (ref: CaseRef, personId: PersonId) => Promise<Result<void, { readonly code: 'not-found' | 'not-running' }>>
  readonly demoScenarios: (tenantId: TenantId) => Promise<readonly DemoScenario[]>
}
