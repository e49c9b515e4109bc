import { createHash } from 'node:crypto'
import {
  anchorFault,
  anchorText,
  CHAIN_START,
  followChain,
  type Anchor,
  type ChainedEntry,
  type ChainEnd,
  type ChainFault,
} from '../../core/access/auditChain.ts'
import type { AuditTrail, Verification } from '../../core/ports/auditTrail.ts'
import { asId, type TenantId } from '../../core/shared/ids.ts'
import { pruneTrails, sealHeads, type Keeping } from './auditKeeping.ts'

const PAGE = 5000

/** The trail in PostgreSQL, verified page by page in this process. */
export const createAuditTrail = (keeping: Keeping): AuditTrail => ({
  verify: tenantId => verify(keeping, tenantId),
  seal: () => sealHeads(keeping),
  prune: () => pruneTrails(keeping),
  async tenants() {
    const found = await keeping.db.tenant.findMany({ orderBy: { name: 'asc' }, select: { id: true, name: true } })
    return found.map(({ id, name }) => ({ tenantId: asId<TenantId>(id), name }))
  },
})

const verify = async ({ db, signer, notebook }: Keeping, tenantId: TenantId): Promise<Verification> => {
  // The ends are read first: what is added while the pages are read stands after them.
  const head = await db.auditHead.findUnique({ where: { tenantId } })
  const stored = await db.auditAnchor.findMany({ where: { tenantId } })
  const anchors = [...stored.map(anchorOf), ...(await notebook.read(tenantId))]
  const forged = anchors.find(anchor => !signer.isGood(anchorText(anchor), anchor.signature))
  if (forged !== undefined) return { entries: 0, headHash: '', fault: { sequence: forged.sequence, reason: 'forged' } }
  const floor = anchors
    .filter(({ kind }) => kind === 'floor')
    .reduce<ChainEnd>((low, anchor) => (anchor.sequence > low.sequence ? anchor : low), CHAIN_START)
  const hashes = new Map<number, string>([[floor.sequence, floor.hash]])
  const wanted = new Set(anchors.map(({ sequence }) => sequence))
  let end: ChainEnd = { sequence: floor.sequence, hash: floor.hash }
  for (;;) {
    const page: readonly ChainedEntry[] = await db.auditEntry.findMany({
      where: { tenantId, sequence: { gt: end.sequence } },
      orderBy: { sequence: 'asc' },
      take: PAGE,
    })
    const followed = followChain(end, page, hashOf)
    if ('reason' in followed) return broken(followed, { end, floor })
    page.filter(({ sequence }) => wanted.has(sequence)).forEach(({ sequence, hash }) => hashes.set(sequence, hash))
    end = followed
    if (page.length < PAGE) break
  }
  const fault = anchorFault(anchors, { from: floor.sequence, to: end.sequence, hashes }) ?? headFault(end, head)
  return fault === null
    ? { entries: end.sequence - floor.sequence, headHash: end.hash, fault: null }
    : broken(fault, { end, floor })
}

const anchorOf = ({ kind, ...anchor }: { readonly kind: string } & Omit<Anchor, 'kind'>): Anchor => ({
  ...anchor,
  kind: kind === 'floor' ? 'floor' : 'head',
})

const broken = (
  fault: ChainFault,
  { end, floor }: { readonly end: ChainEnd; readonly floor: ChainEnd },
): Verification => ({ entries: Math.max(0, fault.sequence - 1 - floor.sequence), headHash: end.hash, fault })

const headFault = (end: ChainEnd, head: ChainEnd | null): ChainFault | null => {
  const kept = head ?? CHAIN_START
  if (end.sequence < kept.sequence) return { sequence: end.sequence + 1, reason: 'cut-off' }
  return end.sequence === kept.sequence && end.hash !== kept.hash ? { sequence: end.sequence, reason: 'changed' } : null
}

/** As `audit_text` of the database writes it: each part with its length in bytes before it, '-' for null. */
const hashOf = (parts: readonly (string | null)[]) =>
  createHash('sha256')
    .update(parts.map(part => (part === null ? '-' : `${Buffer.byteLength(part)}:${part}`)).join(','))
    .digest('hex')
