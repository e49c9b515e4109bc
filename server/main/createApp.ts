import { cancelInvestigation } from '../app/cancelInvestigation.ts'
import { connectDataSource } from '../app/connectDataSource.ts'
import { describeTable } from '../app/describeTable.ts'
import { listTables } from '../app/listTables.ts'
import { setUp } from '../app/setUp.ts'
import { signIn } from '../app/signIn.ts'
import { signOut } from '../app/signOut.ts'
import { startInvestigation } from '../app/startInvestigation.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import type { App } from '../graphql/app.ts'
import type { Adapters } from './openAdapters.ts'

/** The use cases over these adapters. */
export const createApp = (adapters: Adapters): Omit<App, 'demoScenarios'> => {
  const { identity, kinds, newId } = adapters
  const person = { ...identity, setUpToken: identity.setUp.token }
  return {
    signIn: signIn(person), signOut: signOut(person), setUp: setUp(person),
    setUpNeeded: identity.people.nobodyYet, stillStands: ({ id }) => identity.sessions.stands(id),
    dataSourceKinds: kinds.kinds, connectDataSource: connectDataSource({ ...adapters, newId: () => asId<DataSourceId>(newId()) }),
    listTables: listTables(adapters), describeTable: describeTable(adapters),
    startInvestigation: startInvestigation(adapters), cancelInvestigation: cancelInvestigation(adapters),
  }
}
