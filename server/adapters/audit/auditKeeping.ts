// What happens to trails by themselves: their ends are signed, and what is older than its tenant keeps it goes.
import type { PrismaClient } from '../../../prisma/generated/client.ts'
import { anchorText, type Anchor } from '../../core/access/auditChain.ts'
import type { AuditNotebook, AuditSigner } from '../../core/ports/auditTrail.ts'

export type Keeping = {
  readonly db: PrismaClient
  readonly signer: AuditSigner
  readonly notebook: AuditNotebook
  readonly now: () => Date
}

const signed = (signer: AuditSigner, anchor: Omit<Anchor, 'signature'>): Anchor => ({
  ...anchor,
  signature: signer.sign(anchorText(anchor)),
})

type Head = { readonly tenant_id: string; readonly sequence: number; readonly hash: string }

/** Signs the ends that have moved since they were signed last. */
export const sealHeads = async ({ db, signer, notebook, now }: Keeping): Promise<number> => {
  const moved = await db.$queryRaw<Head[]>`
    SELECT h.tenant_id::text, h.sequence, h.hash FROM audit_head h
    WHERE h.sequence > coalesce((SELECT max(a.sequence) FROM audit_anchor a WHERE a.tenant_id = h.tenant_id), 0)`
  if (moved.length === 0) return 0
  const anchors = moved.map(({ tenant_id: tenantId, sequence, hash }) =>
    signed(signer, { kind: 'head', tenantId, sequence, hash, at: now() }),
  )
  await notebook.write(anchors)
  await db.auditAnchor.createMany({ data: anchors, skipDuplicates: true })
  return anchors.length
}

type Old = { readonly tenant_id: string; readonly sequence: number }

/** Lets old entries go. The last of them becomes the signed floor, on which the rest stands. */
export const pruneTrails = async (keeping: Keeping): Promise<number> => {
  const old = await keeping.db.$queryRaw<Old[]>`
    SELECT s.tenant_id::text, max(e.sequence)::int AS sequence FROM tenant_security s
    JOIN audit_entry e ON e.tenant_id = s.tenant_id AND e.at < ${keeping.now()}::timestamptz - s.audit_days * interval '1 day'
    WHERE s.audit_days IS NOT NULL GROUP BY s.tenant_id`
  let gone = 0
  for (const each of old) gone += await prune(keeping, each)
  return gone
}

const prune = ({ db, signer, notebook, now }: Keeping, { tenant_id: tenantId, sequence }: Old) =>
  db.$transaction(async tx => {
    const last = await tx.auditEntry.findUniqueOrThrow({ where: { tenantId_sequence: { tenantId, sequence } } })
    const floor = signed(signer, { kind: 'floor', tenantId, sequence, hash: last.hash, at: now() })
    await notebook.write([floor])
    await tx.auditAnchor.upsert({
      where: { tenantId_kind_sequence: { tenantId, kind: 'floor', sequence } },
      create: floor,
      update: floor,
    })
    await tx.$executeRaw`SELECT set_config('dataing.audit_prune', ${tenantId}, true)`
    const { count } = await tx.auditEntry.deleteMany({ where: { tenantId, sequence: { lte: sequence } } })
    return count
  })
