import type { Credential } from '../core/access/signedIn.ts'
import type { Question } from '../core/metric/question.ts'
import type { ApprovalFeed } from '../core/ports/approvalFeed.ts'
import type { BudgetFeed } from '../core/ports/budgetFeed.ts'
import type { ModelSettingsStore } from '../core/ports/modelSettings.ts'
import type { PrivacySettings } from '../core/ports/privacySettings.ts'
import type { TalkFeed } from '../core/ports/talkFeed.ts'
import type { TenantId } from '../core/shared/ids.ts'
import type { Access } from '../app/access/createAccess.ts'
import type { addOwnHypothesis } from '../app/addOwnHypothesis.ts'
import type { cancelInvestigation } from '../app/cancelInvestigation.ts'
import type { changeCaseFile } from '../app/changeCaseFile.ts'
import type { changePolicy } from '../app/changePolicy.ts'
import type { changeBudget, setPrice } from '../app/changeBudget.ts'
import type { chooseTeam, teamsToChoose } from '../app/chooseTeam.ts'
import type { changePrivacy } from '../app/changePrivacy.ts'
import type { changeModelSettings } from '../app/changeModelSettings.ts'
import type { changeDataSource } from '../app/changeDataSource.ts'
import type { connectDataSource } from '../app/connectDataSource.ts'
import type { checkEditedQuery, decideApproval } from '../app/decideApproval.ts'
import type { describeTable } from '../app/describeTable.ts'
import type { Lineage } from '../core/ports/lineage.ts'
import type { receiveLineage } from '../app/receiveLineage.ts'
import type { refreshKeys } from '../app/refreshKeys.ts'
import type { listTables } from '../app/listTables.ts'
import type { profileColumn } from '../app/look/profileColumn.ts'
import type { sampleTable } from '../app/look/sampleTable.ts'
import type { readSchema } from '../app/schema/readSchema.ts'
import type { removeDataSource } from '../app/removeDataSource.ts'
import type { queriesAhead } from '../app/queriesAhead.ts'
import type { rerunQuery } from '../app/rerunQuery.ts'
import type { makeDelegation, revokeDelegation } from '../app/delegate.ts'
import type { revokeGrant } from '../app/revokeGrant.ts'
import type { setUp } from '../app/setUp.ts'
import type { signIn } from '../app/signIn.ts'
import type { signOut } from '../app/signOut.ts'
import type { talk } from '../app/talk.ts'
import type { testDataSource } from '../app/testDataSource.ts'
import type { startInvestigation } from '../app/startInvestigation.ts'
import type { steerInvestigation } from '../app/steerInvestigation.ts'

/** A kind of data source as the page draws its form: `settingsSchema` is JSON Schema. */
export type DataSourceKind = { readonly kind: string; readonly label: string; readonly settingsSchema: unknown }

/** A fault planted in the demo warehouse; the question names the data source. */
export type DemoScenario = { readonly key: string; readonly title: string; readonly question: Question }

/** Everything the API may ask for; each is a use case of server/app, put together in main. */
export type App = {
  readonly signIn: ReturnType<typeof signIn>
  readonly signOut: ReturnType<typeof signOut>
  readonly setUp: ReturnType<typeof setUp>
  readonly setUpNeeded: () => Promise<boolean>
  /** Whether a session or key still lets its owner in; does not count as use. */
  readonly stillStands: (credential: Credential) => Promise<boolean>
  readonly access: Access
  readonly dataSourceKinds: readonly DataSourceKind[]
  readonly connectDataSource: ReturnType<typeof connectDataSource>
  readonly testDataSource: ReturnType<typeof testDataSource>
  readonly changeDataSource: ReturnType<typeof changeDataSource>
  readonly removeDataSource: ReturnType<typeof removeDataSource>
  readonly listTables: ReturnType<typeof listTables>
  readonly describeTable: ReturnType<typeof describeTable>
  readonly readSchema: ReturnType<typeof readSchema>
  readonly sampleTable: ReturnType<typeof sampleTable>
  readonly profileColumn: ReturnType<typeof profileColumn>
  readonly lineageAround: Lineage['around']
  readonly receiveLineage: ReturnType<typeof receiveLineage>
  readonly refreshKeys: ReturnType<typeof refreshKeys>
  readonly teamsToChoose: ReturnType<typeof teamsToChoose>
  readonly chooseTeam: ReturnType<typeof chooseTeam>
  readonly startInvestigation: ReturnType<typeof startInvestigation>
  readonly cancelInvestigation: ReturnType<typeof cancelInvestigation>
  readonly addOwnHypothesis: ReturnType<typeof addOwnHypothesis>
  readonly steerInvestigation: ReturnType<typeof steerInvestigation>
  readonly changeCaseFile: ReturnType<typeof changeCaseFile>
  readonly talk: ReturnType<typeof talk>
  readonly talkFeed: TalkFeed
  readonly decideApproval: ReturnType<typeof decideApproval>
  readonly checkEditedQuery: ReturnType<typeof checkEditedQuery>
  readonly changePolicy: ReturnType<typeof changePolicy>
  readonly revokeGrant: ReturnType<typeof revokeGrant>
  readonly delegation: {
    readonly make: ReturnType<typeof makeDelegation>
    readonly revoke: ReturnType<typeof revokeDelegation>
  }
  readonly followApprovals: ApprovalFeed['follow']
  readonly queriesAhead: ReturnType<typeof queriesAhead>
  readonly rerunQuery: ReturnType<typeof rerunQuery>
  /** Whether this deployment has a key for models. */
  readonly hasModelKey: boolean
  readonly modelSettings: ModelSettingsStore['settingsOf']
  readonly changeModelSettings: ReturnType<typeof changeModelSettings>
  /** Exactly what left with a call; null where it is not the tenant's, or forgotten. */
  readonly modelPayload: (tenantId: TenantId, callId: string) => Promise<string | null>
  readonly privacy: PrivacySettings['of']
  readonly changePrivacy: ReturnType<typeof changePrivacy>
  readonly changeBudget: ReturnType<typeof changeBudget>
  readonly setPrice: ReturnType<typeof setPrice>
  readonly followBudgets: BudgetFeed['follow']
  readonly demoScenarios: (tenantId: TenantId) => Promise<readonly DemoScenario[]>
}
