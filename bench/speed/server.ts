import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serverEnvironment, serverFlags } from '../../scripts/lib/serverNode.mjs'
import { asId, type DataSourceId } from '../../server/core/shared/ids.ts'
import { facts, newCase } from '../../server/testing/caseFacts.ts'
import { startProgram } from '../../server/testing/childProcess.ts'
import { startStoreProcess } from '../../server/testing/storeProcess.ts'
import { readMemory, samplerOf, type Memory } from './measure.ts'
import type { Warehouse } from './warehouse.ts'

const patience = 30 * 60_000

/** The deployed program, all roles in one process, over one investigation: the most memory it took, at rest and while it worked. */
export const measureServer = async (
  { source, question: { schema, table, column, day, time } }: Warehouse,
  databaseUrl: string,
  folder: string,
) => {
  const store = await startStoreProcess(databaseUrl)
  const { tenantId } = await store.newTenant()
  const dataSourceId = asId<DataSourceId>(crypto.randomUUID())
  await store.pool.query(
    `INSERT INTO data_source (id, tenant_id, name, kind, settings) VALUES ($1, $2, 'flights', $3, $4)`,
    [dataSourceId, tenantId, source.kind, JSON.stringify(source.settings)],
  )
  const file = join(folder, 'serverMemory.json')
  const server = startProgram('../main.ts', {
    args: [],
    env: {
      DATABASE_URL: databaseUrl,
      DATA_DIR: mkdtempSync(join(folder, 'server-')),
      PORT: '0',
      DATAING_PRIVATE_HOSTS: 'allow',
      LOG_LEVEL: 'error',
      NODE_ENV: 'production',
      NODE_OPTIONS: [`--import=${samplerOf(file)}`, ...serverFlags].join(' '),
      ...serverEnvironment,
    },
  })
  const memoryNow = (): Memory => readMemory(file) ?? { rss: 0, duckdb: 0, own: 0, samples: 0 }
  try {
    await server.saidAfter('Dataing is at ')
    await sleep(2000)
    const idle = memoryNow()
    const ref = newCase({ tenantId })
    const started = performance.now()
    await store.store.append({
      ...facts(ref, 0, {
        type: 'InvestigationOpened',
        data: {
          openedBy: null,
          question: {
            dataSourceId,
            table: { schema, name: table },
            metric: { kind: 'nullRate', column },
            day,
            timeColumn: time,
            timeZone: 'UTC',
            wholeTable: false,
          },
        },
      }),
      steps: [{ kind: 'gatherContext' }],
    })
    for (;;) {
      await sleep(100)
      const ended = (await store.store.load(ref)).find(
        ({ event: { type } }) => type === 'FindingReached' || type === 'InvestigationFailed',
      )
      if (ended)
        return { idle, working: memoryNow(), seconds: (performance.now() - started) / 1000, ended: ended.event.type }
      if (performance.now() - started > patience) throw new Error('The investigation did not end')
    }
  } finally {
    await server.kill()
    await store.close()
  }
}
