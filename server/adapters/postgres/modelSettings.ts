import { z } from 'zod'
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { ModelSettings, ModelSettingsChange, ModelSettingsStore } from '../../core/ports/modelSettings.ts'
import { modelKeyPlace, type SecretBox } from '../../core/ports/secretBox.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

type Options = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Prisma.TransactionClient>
  readonly secrets: SecretBox
  readonly now: () => Date
}
type Stored = NonNullable<Awaited<ReturnType<PrismaClient['modelSettings']['findUnique']>>>

const sharing = z.record(z.string(), z.enum(['aggregates', 'masked', 'open']))

const unsaid: ModelSettings = {
  enabled: true,
  keyHint: null,
  reasonModel: null,
  labelModel: null,
  sharing: {},
  version: 0,
}

const settingsIn = (row: Stored | null): ModelSettings =>
  row === null
    ? unsaid
    : {
        enabled: row.enabled,
        keyHint: row.keyHint,
        reasonModel: row.reasonModel,
        labelModel: row.labelModel,
        sharing: sharing.parse(row.sharing),
        version: row.version,
      }

/** Settings in PostgreSQL; the key is sealed, and the audit trail knows its last characters only. */
export const createModelSettings = (options: Options): ModelSettingsStore => ({
  settingsOf: async tenantId => settingsIn(await options.db.modelSettings.findUnique({ where: { tenantId } })),
  async keyOf(tenantId) {
    const row = await options.db.modelSettings.findUnique({ where: { tenantId } })
    const opened = row?.key ? options.secrets.open(modelKeyPlace(tenantId), row.key) : null
    return opened?.ok ? opened.value : null
  },
  change: (tenantId, change) =>
    options.db.$transaction(async tx => {
      const before = await tx.modelSettings.findUnique({ where: { tenantId } })
      const saved = await save(tx, options, { tenantId, change })
      if (!saved) return refuse({ code: 'conflict' })
      await options.audit.add(tx, {
        tenantId,
        action: 'modelSettingsChanged',
        subject: { kind: 'tenant', id: tenantId, name: 'Models' },
        before: settingsIn(before),
        after: saved,
      })
      return ok(saved)
    }),
})

const keyData = ({ secrets }: Options, tenantId: TenantId, key: string | null | undefined) => {
  if (key === undefined) return {}
  return key === null
    ? { key: null, keyHint: null }
    : { key: secrets.seal(modelKeyPlace(tenantId), key), keyHint: key.slice(-4) }
}

type Saving = { readonly tenantId: TenantId; readonly change: ModelSettingsChange }

const save = async (
  tx: Prisma.TransactionClient,
  options: Options,
  { tenantId, change: { key, expectedVersion, ...rest } }: Saving,
): Promise<ModelSettings | null> => {
  const data = {
    ...rest,
    sharing: { ...rest.sharing },
    ...keyData(options, tenantId, key),
    changedAt: options.now(),
    version: expectedVersion + 1,
  }
  const { count } =
    expectedVersion === 0
      ? await tx.modelSettings.createMany({ data: [{ ...data, tenantId }], skipDuplicates: true })
      : await tx.modelSettings.updateMany({ where: { tenantId, version: expectedVersion }, data })
  return count === 1 ? settingsIn(await tx.modelSettings.findUnique({ where: { tenantId } })) : null
}
