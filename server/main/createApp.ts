import { addOwnHypothesis } from '../app/addOwnHypothesis.ts'
import { cancelInvestigation } from '../app/cancelInvestigation.ts'
import { changeCaseFile } from '../app/changeCaseFile.ts'
import { changePrivacy } from '../app/changePrivacy.ts'
import { changePolicy } from '../app/changePolicy.ts'
import { changeBudget, setPrice } from '../app/changeBudget.ts'
import { chooseTeam, teamsToChoose } from '../app/chooseTeam.ts'
import { changeModelSettings } from '../app/changeModelSettings.ts'
import { changeDataSource } from '../app/changeDataSource.ts'
import { connectDataSource } from '../app/connectDataSource.ts'
import { checkEditedQuery, decideApproval } from '../app/decideApproval.ts'
import { makeDelegation, revokeDelegation } from '../app/delegate.ts'
import { describeTable } from '../app/describeTable.ts'
import { listTables } from '../app/listTables.ts'
import { profileColumn } from '../app/look/profileColumn.ts'
import { sampleTable } from '../app/look/sampleTable.ts'
import { receiveLineage } from '../app/receiveLineage.ts'
import { refreshKeys } from '../app/refreshKeys.ts'
import { removeDataSource } from '../app/removeDataSource.ts'
import { queriesAhead } from '../app/queriesAhead.ts'
import { rerunQuery } from '../app/rerunQuery.ts'
import { revokeGrant } from '../app/revokeGrant.ts'
import { readSchemaNow } from '../app/schema/readSchemaNow.ts'
import { startInvestigation } from '../app/startInvestigation.ts'
import { steerInvestigation } from '../app/steerInvestigation.ts'
import { talk } from '../app/talk.ts'
import { testDataSource } from '../app/testDataSource.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import type { App } from '../graphql/app.ts'
import { identityApp } from './identityApp.ts'
import type { Adapters } from './openAdapters.ts'

/** The use cases over these adapters. */
export const createApp = (adapters: Adapters): Omit<App, 'demoScenarios'> => {
  const { identity, kinds, newId } = adapters
  const audited = { ...adapters, audit: identity.auditLog }
  return {
    ...identityApp(identity),
    dataSourceKinds: kinds.kinds,
    connectDataSource: connectDataSource({
      ...audited,
      clock: () => performance.now(),
      newId: () => asId<DataSourceId>(newId()),
    }),
    testDataSource: testDataSource({ ...audited, clock: () => performance.now() }),
    changeDataSource: changeDataSource({ ...audited, clock: () => performance.now() }),
    removeDataSource: removeDataSource(adapters),
    listTables: listTables(adapters),
    describeTable: describeTable(adapters),
    readSchema: readSchemaNow(audited),
    sampleTable: sampleTable(audited),
    profileColumn: profileColumn(audited),
    lineageAround: adapters.lineage.around,
    receiveLineage: receiveLineage(audited),
    refreshKeys: refreshKeys(audited),
    startInvestigation: startInvestigation(adapters),
    cancelInvestigation: cancelInvestigation(adapters),
    steerInvestigation: steerInvestigation(adapters),
    addOwnHypothesis: addOwnHypothesis(adapters),
    changeCaseFile: changeCaseFile({ ...adapters, team: identity.team }),
    talk: talk({ ...adapters, team: identity.team, teams: identity.teams }),
    talkFeed: adapters.talkFeed,
    rerunQuery: rerunQuery(adapters),
    queriesAhead: queriesAhead(adapters),
    decideApproval: decideApproval(adapters),
    checkEditedQuery: checkEditedQuery(adapters),
    changePolicy: changePolicy(adapters),
    revokeGrant: revokeGrant(adapters),
    delegation: { make: makeDelegation({ ...adapters, team: identity.team }), revoke: revokeDelegation(adapters) },
    hasModelKey: adapters.hasModelKey,
    modelSettings: adapters.modelSettings.settingsOf,
    changeModelSettings: changeModelSettings(adapters),
    modelPayload: adapters.payloads,
    privacy: adapters.privacy.of,
    changePrivacy: changePrivacy(adapters),
    teamsToChoose: teamsToChoose(identity),
    chooseTeam: chooseTeam(identity),
    changeBudget: changeBudget({ ...adapters, teams: identity.teams }),
    setPrice: setPrice(adapters),
    followBudgets: adapters.budgetFeed.follow,
    followApprovals: adapters.approvalFeed.follow,
  }
}
