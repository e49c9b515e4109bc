import { z } from 'zod'
import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import type { DataSourceRegistry } from '../../core/ports/dataSourceRegistry.ts'
import type { DataSourceId, TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

const settingsShape = z.record(z.string(), z.unknown())
const jsonShape = z.record(z.string(), z.json())
const uuid = z.guid()

/** Connected data sources in our own database; every statement names the tenant. */
export const createDataSourceRegistry = (db: PrismaClient): DataSourceRegistry => ({
  async find(tenantId, id) {
    const where = ownUnique(tenantId, id)
    const found = where && await db.dataSource.findUnique({ where: { ...where, removedAt: null } })
    if (!found) return null
    const { name, kind, settings, secrets, readOnly } = found
    return { id, name, kind, settings: settingsShape.parse(settings), secrets, readOnly }
  },
  isNameTaken: async (tenantId, name) => await db.dataSource.count({ where: { tenantId, name } }) > 0,
  async add(tenantId, { settings, secrets, ...source }) {
    const data = { ...source, tenantId, settings: jsonShape.parse(settings), secrets: secrets && new Uint8Array(secrets) }
    return unlessTaken(() => db.dataSource.create({ data, select: { id: true } }))
  },
  async change(tenantId, id, { settings, secrets, ...to }) {
    const where = ownUnique(tenantId, id)
    if (!where) return ok(null)
    const data = {
      ...to, ...settings && { settings: jsonShape.parse(settings) }, ...secrets !== undefined && { secrets: secrets && new Uint8Array(secrets) },
    }
    return unlessTaken(() => db.dataSource.updateMany({ where: { ...where, removedAt: null }, data }))
  },
  async running(tenantId, dataSourceId) {
    return uuid.safeParse(dataSourceId).success ? db.investigationView.count({ where: { tenantId, dataSourceId, status: { notIn: ['concluded', 'failed', 'cancelled'] } } }) : 0
  },
  async remove(tenantId, id) {
    const where = ownUnique(tenantId, id)
    const found = where && await db.dataSource.findUnique({ where: { ...where, removedAt: null }, select: { name: true } })
    if (!where || !found) return refuse({ code: 'not-found' })
    const removedAt = new Date()
    // The row stays for its investigations; the time makes the old name unlike every other.
    await db.dataSource.update({ where, data: { removedAt, name: `${found.name} (removed ${removedAt.toISOString()})`, settings: {}, secrets: null } })
    return ok(null)
  },
  async recordReadOnly(tenantId, id, readOnly) {
    const where = ownUnique(tenantId, id)
    if (where) await db.dataSource.updateMany({ where, data: { readOnly } })
  },
})

const unlessTaken = async (write: () => Promise<unknown>) => {
  try {
    await write()
    return ok(null)
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return refuse({ code: 'name-taken' } as const)
    throw error
  }
}

/** Null for what cannot be an id: the database would fail rather than find nothing. */
const ownUnique = (tenantId: TenantId, id: DataSourceId) => uuid.safeParse(id).success ? { tenantId, id } : null
