// A process that opens a case and dies between the commit and the signal: its announcements never leave it.
import { asId, type DataSourceId, type InvestigationId, type TenantId } from '../core/shared/ids.ts'
import { cancelled, facts, opened } from './caseFacts.ts'
import { startStoreProcess } from './storeProcess.ts'

const [url = '', tenantId = '', dataSourceId = '', investigationId = ''] = process.argv.slice(2)
const { store } = await startStoreProcess(url, { announced: () => process.kill(process.pid, 'SIGKILL') })
const ref = { tenantId: asId<TenantId>(tenantId), investigationId: asId<InvestigationId>(investigationId) }
await store.append(facts(ref, 0, opened({ dataSourceId: asId<DataSourceId>(dataSourceId) }), cancelled))
