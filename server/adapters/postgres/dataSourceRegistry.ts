import { z } from 'zod'
import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import type { DataSourceChange, DataSourceRegistry } from '../../core/ports/dataSourceRegistry.ts'
import { asId, type DataSourceId, type InvestigationId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

const settingsShape = z.record(z.string(), z.unknown())
const jsonShape = z.record(z.string(), z.json())
const uuid = z.guid()

/** Runs the work in one transaction, of which the database knows who asks for it. */
export type Write = <Answer>(work: (tx: Prisma.TransactionClient) => Promise<Answer>) => Promise<Answer>

/** Connected data sources in our own database; every statement names the tenant. */
export const createDataSourceRegistry = (db: PrismaClient, write: Write): DataSourceRegistry => ({
  async find(tenantId, id) {
    const where = own(tenantId, id)
    const found =
      where &&
      (await db.dataSource.findUnique({
        where,
        omit: { tenantId: true, removedAt: true, createdAt: true, nameKey: true, checkDueAt: true, toldTeamId: true },
      }))
    return found && { ...found, id, settings: settingsShape.parse(found.settings) }
  },
  isNameTaken: async (tenantId, name) =>
    (
      await db.$queryRaw<
        unknown[]
      >`SELECT FROM data_source WHERE tenant_id = ${tenantId}::uuid AND name_key = lower(${name})`
    ).length > 0,
  add: (tenantId, { settings, secrets, ...source }) =>
    unlessTaken(() =>
      write(async tx => {
        await lockTenant(tx, tenantId)
        const others = await tx.dataSource.count({ where: { tenantId, removedAt: null } })
        const data = {
          ...source,
          tenantId,
          settings: jsonShape.parse(settings),
          secrets: secrets && new Uint8Array(secrets),
          isDefault: others === 0,
        }
        await tx.dataSource.create({ data, select: { id: true } })
        return ok(null)
      }),
    ),
  async change(tenantId, id, { version, to }) {
    const where = own(tenantId, id)
    return where === null
      ? refuse({ code: 'not-found' })
      : unlessTaken(() =>
          write(async tx => {
            await lockTenant(tx, tenantId)
            const found = await tx.dataSource.findUnique({ where, select: { version: true } })
            if (found?.version !== version) return refuse({ code: found ? 'conflict' : 'not-found' } as const)
            if (to.toldTeamId && (await tx.team.count({ where: { tenantId, id: to.toldTeamId } })) === 0)
              return refuse({ code: 'unknown-team' } as const)
            if (to.isDefault)
              await tx.dataSource.updateMany({
                where: { tenantId, isDefault: true, NOT: { id } },
                data: { isDefault: false },
              })
            await tx.dataSource.update({ where, data: { ...dataOf(to), version: version + 1 } })
            return ok(null)
          }),
        )
  },
  async running(tenantId, dataSourceId) {
    if (!uuid.safeParse(dataSourceId).success) return []
    const found = await db.investigationView.findMany({
      where: { tenantId, dataSourceId, status: { notIn: ['concluded', 'failed', 'cancelled'] } },
      select: { id: true },
    })
    return found.map(({ id }) => asId<InvestigationId>(id))
  },
  async remove(tenantId, id) {
    const where = own(tenantId, id)
    return where === null
      ? refuse({ code: 'not-found' })
      : write(async tx => {
          const found = await tx.dataSource.findUnique({ where, select: { name: true } })
          if (!found) return refuse({ code: 'not-found' })
          const removedAt = new Date()
          // The row stays for its investigations; the time makes the old name unlike every other.
          await tx.dataSource.update({
            where,
            data: {
              removedAt,
              name: `${found.name} (removed ${removedAt.toISOString()})`,
              settings: {},
              secrets: null,
              isDefault: false,
            },
          })
          return ok(null)
        })
  },
  async recordPassed(tenantId, id, readOnly) {
    const where = own(tenantId, id)
    if (where) await write(tx => tx.dataSource.updateMany({ where, data: { readOnly, draft: false } }))
  },
})

const dataOf = ({ settings, secrets, ...to }: DataSourceChange) => ({
  ...to,
  ...(settings && { settings: jsonShape.parse(settings) }),
  ...(secrets !== undefined && { secrets: secrets && new Uint8Array(secrets) }),
})

/** Changes of a tenant's data sources wait for one another. */
const lockTenant = (tx: Prisma.TransactionClient, tenantId: TenantId) =>
  tx.$queryRaw`SELECT FROM tenant WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`

const unlessTaken = async <Answer>(work: () => Promise<Answer>) => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      return refuse({ code: 'name-taken' } as const)
    throw error
  }
}

/** Null for what cannot be an id: the database would fail rather than find nothing. */
const own = (tenantId: TenantId, id: DataSourceId) =>
  uuid.safeParse(id).success ? { tenantId, id, removedAt: null } : null
