import { PrismaPg } from '@prisma/adapter-pg'
import type { Pool } from 'pg'
import { PrismaClient } from '../../../prisma/generated/client.ts'

/** Prisma's client over our own pool; whoever made the pool ends it. */
export const createPrismaClient = (pool: Pool): PrismaClient => new PrismaClient({ adapter: new PrismaPg(pool) })
