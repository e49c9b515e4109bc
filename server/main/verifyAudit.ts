// `npm run audit:verify`: computes every hash of every tenant's audit trail anew, and ends with 1 where one is not as it was written.
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { createAuditNotebook } from '../adapters/audit/auditNotebook.ts'
import { createAuditSigner } from '../adapters/audit/auditSigner.ts'
import { createAuditTrail } from '../adapters/audit/auditTrail.ts'
import { readEnvironment } from '../env.ts'
import { AUDIT_NOTEBOOK, openDataFolder } from './dataFolder.ts'
import { openDatabase } from './database.ts'
import { createLifetime } from './lifetime.ts'
import { openSecretKey } from './secretKey.ts'

const say = (text: string) => {
  process.stdout.write(`${text}\n`)
}
const lifetime = createLifetime()

const verifyAll = async (): Promise<boolean> => {
  const environment = readEnvironment()
  const dataFolder = await openDataFolder(environment)
  const onLost = () => {
    throw new Error('The database went away')
  }
  const connectionString = await openDatabase({ environment, dataFolder, lifetime, onLost })
  const db = await lifetime.keep(new PrismaClient({ adapter: new PrismaPg({ connectionString }) }), opened =>
    opened.$disconnect(),
  )
  const signer = createAuditSigner(await openSecretKey(environment, dataFolder), environment.olderSecretKeys)
  const trail = createAuditTrail({
    db,
    signer,
    notebook: createAuditNotebook(join(dataFolder, AUDIT_NOTEBOOK)),
    now: () => new Date(),
  })
  let isWhole = true
  for (const { tenantId, name } of await trail.tenants()) {
    const { entries, headHash, fault } = await trail.verify(tenantId)
    isWhole &&= fault === null
    say(
      fault === null
        ? `${name}: all ${entries} entries are as they were written; the last hash is ${headHash}`
        : `${name}: entry ${fault.sequence} is the first that is not as it was written (${fault.reason}); ${entries} before it are`,
    )
  }
  return isWhole
}

const isWhole = await verifyAll().finally(() => lifetime.end())
process.exit(isWhole ? 0 : 1)
