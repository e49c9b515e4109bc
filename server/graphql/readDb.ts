import type { PrismaClient } from '../../prisma/generated/client.ts'
import type { TenantId } from '../core/shared/ids.ts'
import { NO_UUID } from './globalId.ts'

const READS = new Set([
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'count',
  'groupBy',
])

/**
 * The database as one tenant may see it: reads only, and every read carries the tenant. Nobody signed in sees nothing.
 * Relations need no predicate of their own: they never cross tenants.
 */
export const bindReadDb = (db: PrismaClient, tenantId: TenantId | null) => {
  const tenant = tenantId ?? NO_UUID
  return db.$extends({
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          if (!READS.has(operation)) throw new Error(`GraphQL may not ${operation} ${model}`)
          const own = model === 'Tenant' ? { id: tenant } : { tenantId: tenant }
          const { where } = { where: {}, ...args }
          // Last, so that no condition of a field takes its place.
          return query({
            ...args,
            where: { ...where, AND: [own, ...[(where as { readonly AND?: object }).AND ?? []].flat()] },
          })
        },
      },
    },
  })
}

export type ReadDb = ReturnType<typeof bindReadDb>
