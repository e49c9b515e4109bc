import { randomUUID } from 'node:crypto'
import type { PrismaClient } from '../../prisma/generated/client.ts'
import { createTenantReaders, readersHold } from '../adapters/postgres/tenantReaders.ts'
import { raiseTenantWall } from '../adapters/postgres/tenantWall.ts'
import { asId, type TenantId } from '../core/shared/ids.ts'
import type { Lifetime } from './lifetime.ts'
import type { Log } from './log.ts'

type Options = { readonly databaseUrl: string; readonly lifetime: Lifetime; readonly log: Log }

/**
 * What the API reads a tenant's rows by: connections that row-level security binds to the tenant. Where this database cannot have them the log says why,
 * and the application's own filter stands alone, as it does before them everywhere.
 */
export const openReaders = async (
  { databaseUrl, lifetime, log }: Options,
  db: PrismaClient,
): Promise<(tenantId: TenantId) => PrismaClient> => {
  const problem = await raiseTenantWall(databaseUrl)
  if (problem !== null) {
    log('warn', problem.message, problem.cause)
    return () => db
  }
  const readers = await lifetime.keep(createTenantReaders(databaseUrl), opened => opened.close())
  if (await readersHold(readers, asId<TenantId>(randomUUID()))) return readers.of
  log(
    'warn',
    'Row-level security is off: something between here and the database drops what connections are to begin with (`options`)',
  )
  return () => db
}
