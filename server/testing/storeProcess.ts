import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { ensureBoss, JOB_CHANNEL, STEP_QUEUE } from '../adapters/jobs/queue.ts'
import { createAnnouncer, type Announce } from '../adapters/postgres/announcer.ts'
import { createEventFeed } from '../adapters/postgres/eventFeed.ts'
import { createInvestigationStore } from '../adapters/postgres/investigationStore.ts'
import { migrate } from '../adapters/postgres/migrations/migrate.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import type { Asking } from '../core/access/asking.ts'
import type { Step } from '../core/investigation/step.ts'
import { asId, type CaseRef, type DataSourceId, type TenantId } from '../core/shared/ids.ts'
import type { TestTenant } from './caseFacts.ts'

/** Connections that the server ends are part of many tests. */
const report = (problem: unknown) => {
  if (!(problem instanceof pg.DatabaseError && problem.code === '57P01')) console.error(problem)
}

type Options = { readonly announced?: Announce; readonly asking?: () => Asking | null }

/** What one process has of the database: a store, a feed and their connections. Start several to stand for several processes. */
export const startStoreProcess = async (url: string, { announced, asking = () => null }: Options = {}) => {
  await migrate(url)
  const { jobs } = await ensureBoss(url)
  const pool = createPool(url, report)
  const announce = announced ?? createAnnouncer({ pool, jobChannel: JOB_CHANNEL, onProblem: report })
  const feed = createEventFeed({ connectionString: url, pool, onProblem: report })
  return {
    pool,
    feed,
    store: createInvestigationStore({ pool, jobs, announce, asking }),
    async newTenant(): Promise<TestTenant> {
      const [tenantId, dataSourceId] = [asId<TenantId>(randomUUID()), asId<DataSourceId>(randomUUID())]
      await pool.query('INSERT INTO tenant (id, name) VALUES ($1, $2)', [tenantId, `Tenant ${tenantId}`])
      await pool.query(
        `INSERT INTO data_source (id, tenant_id, name, kind, settings) VALUES ($1, $2, 'shop', 'duckdb', '{}')`,
        [dataSourceId, tenantId],
      )
      return { tenantId, dataSourceId }
    },
    async sentJobs(ref: CaseRef): Promise<readonly Step[]> {
      const { rows } = await pool.query<{ step: Step }>(
        `SELECT data->'step' AS step FROM pgboss.job
         WHERE name = $1 AND state = 'created' AND singleton_key LIKE $2 AND data->'ref' = $3::jsonb ORDER BY created_on, singleton_key`,
        [STEP_QUEUE, `${ref.investigationId}:%`, JSON.stringify(ref)],
      )
      return rows.map(row => row.step)
    },
    close: async () => {
      await feed.close()
      await pool.end()
    },
  }
}
