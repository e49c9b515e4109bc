import { rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import { secretsOf } from '../core/ports/secretBox.ts'
import { asId, type CaseRef, type DataSourceId } from '../core/shared/ids.ts'
import { facts, newCase } from './caseFacts.ts'
import { installation, startDataing } from './dataingProcess.ts'
import { testDatabase } from './postgres.ts'
import { postgresLogin, READ_ALL } from './postgresLogin.ts'
import { shopQuestion, shopStatements } from './shopWarehouse.ts'
import { startStoreProcess } from './storeProcess.ts'

/** An installation with a shop's warehouse connected. The processes are for the test to start, kill and end. */
export const startJourney = async () => {
  const [database, warehouse] = await Promise.all([testDatabase(), postgresLogin(shopStatements, READ_ALL)])
  const store = await startStoreProcess(database.url)
  const installed = installation(database.url)
  const processes: ReturnType<typeof startDataing>[] = []
  const { tenantId } = await store.newTenant()
  const dataSourceId = asId<DataSourceId>(randomUUID())
  const sealed = createSecretBox(installed.secretKey).seal(
    secretsOf(tenantId, dataSourceId),
    JSON.stringify({ password: warehouse.password }),
  )
  await store.pool.query(
    `INSERT INTO data_source (id, tenant_id, name, kind, settings, secrets) VALUES ($1, $2, 'warehouse', 'postgres', $3, $4)`,
    [dataSourceId, tenantId, JSON.stringify(warehouse.settings), sealed],
  )
  return {
    store: store.store,
    feed: store.feed,
    dataSourceId,
    tenantId,
    pool: store.pool,
    installed,
    warehouse: warehouse.admin,
    start(role: 'api' | 'worker', as = installed) {
      const started = startDataing(as, role)
      processes.push(started)
      return started
    },
    async openCase(): Promise<CaseRef> {
      const ref = newCase({ tenantId })
      const opened = {
        type: 'InvestigationOpened',
        data: { question: { ...shopQuestion, dataSourceId }, openedBy: null },
      } as const
      await store.store.append({ ...facts(ref, 0, opened), steps: [{ kind: 'gatherContext' }] })
      return ref
    },
    async end() {
      await Promise.all(processes.map(one => one.kill()))
      await store.close()
      await Promise.all([database.drop(), warehouse.remove(), rm(installed.dataFolder, { recursive: true })])
    },
  }
}
