import { z } from 'zod'
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import { isConfirmed, severities, untouched, type CaseFile } from '../../core/caseFile/caseFile.ts'
import { changeCase, type CaseChange } from '../../core/caseFile/changeCase.ts'
import { faultIds, type FaultKind } from '../../core/fault/faultKind.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { CaseFileChange, CaseFiles } from '../../core/ports/caseFiles.ts'
import { asId, type PersonId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import type { Announce } from './announcer.ts'

type Transaction = Prisma.TransactionClient
type Options = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Transaction>
  readonly announce: Announce
  readonly now: () => Date
}

const faultKind = z.enum(Object.keys(faultIds) as [FaultKind, ...FaultKind[]])
const conclusions = z.enum(['causeFound', 'expectedChange', 'externalCause', 'causeNotFound', 'noAnomaly'])
const row = z
  .object({
    assigneeId: z
      .string()
      .transform(id => asId<PersonId>(id))
      .nullable(),
    severity: z.enum(severities).nullable(),
    state: z.enum(['open', 'inProgress', 'resolved']),
    resolution: z
      .object({
        reason: z.enum(['causeConfirmed', 'otherCause', 'expectedChange', 'falseAlarm']),
        note: z.string().nullable(),
        cause: faultKind.nullable(),
        byName: z.string(),
        at: z.string(),
      })
      .nullable(),
    version: z.int(),
  })
  .transform(({ assigneeId, ...file }): CaseFile => ({ assignee: assigneeId, ...file }))
const claim = z.object({
  conclusion: conclusions.nullable(),
  cause: faultKind.nullable(),
  finding: z.object({ confidence: z.object({ value: z.number() }) }).nullable(),
})

/** Case files in PostgreSQL; the case's own row is the lock that holds their changes apart. */
export const createCaseFiles = ({ db, audit, announce, now }: Options): CaseFiles => ({
  async change(change) {
    const changed = await db.$transaction(tx => changeIn(tx, change, { audit, at: now() }))
    if (changed.ok) announce([change.ref.investigationId], false)
    return changed
  },
})

type Place = { readonly audit: AuditWriter<Transaction>; readonly at: Date }

const changeIn = async (tx: Transaction, { ref, expectedVersion, wish, by }: CaseFileChange, { audit, at }: Place) => {
  const locked = await tx.$queryRaw<{ title: string }[]>`
    SELECT title FROM investigation_view WHERE id = ${ref.investigationId}::uuid AND tenant_id = ${ref.tenantId}::uuid FOR NO KEY UPDATE`
  const [found] = locked
  if (!found) return refuse({ code: 'not-found' } as const)
  const stored = await tx.caseFile.findUnique({ where: { investigationId: ref.investigationId } })
  const file = stored ? row.parse(stored) : untouched
  if (file.version !== expectedVersion) return refuse({ code: 'conflict' } as const)
  const decided = changeCase(file, wish, { byName: by.name, at })
  if (!decided.ok) return decided
  if (!decided.value) return ok(file)
  await save(tx, ref, { ...decided.value, by, at })
  if (wish.kind === 'resolve') await keepLabel(tx, ref, { file: decided.value.file, by: by.id, at })
  if (wish.kind === 'reopen')
    await tx.verdictLabel.updateMany({ where: { investigationId: ref.investigationId }, data: { withdrawnAt: at } })
  if (wish.kind === 'assign' && wish.to && wish.to.id !== by.id) {
    await tx.notice.create({
      data: { ...ref, personId: wish.to.id, text: `${by.name} assigned it to you`, createdAt: at },
    })
  }
  const subject = { kind: 'investigation', id: ref.investigationId, name: found.title }
  await audit.add(tx, {
    tenantId: ref.tenantId,
    action: 'caseChanged',
    subject,
    before: file,
    after: decided.value.file,
  })
  return ok(decided.value.file)
}

type Saved = CaseChange & { readonly by: CaseFileChange['by']; readonly at: Date }

const save = async (tx: Transaction, ref: CaseFileChange['ref'], { file, told, by, at }: Saved) => {
  const { assignee, resolution, ...rest } = file
  const data = {
    ...rest,
    tenantId: ref.tenantId,
    assigneeId: assignee,
    ...(resolution && { resolution }),
    changedAt: at,
  }
  await tx.caseFile.deleteMany({ where: { investigationId: ref.investigationId } })
  await tx.caseFile.create({ data: { ...data, investigationId: ref.investigationId } })
  await tx.caseActivity.create({ data: { ...ref, at, byName: by.name, told } })
}

/** What the report claimed is taken down as it is now: a case that is investigated again is another case. */
const keepLabel = async (
  tx: Transaction,
  { investigationId, tenantId }: CaseFileChange['ref'],
  { file, by, at }: { file: CaseFile; by: PersonId; at: Date },
) => {
  const { resolution } = file
  if (!resolution) return
  const view = await tx.investigationView.findUniqueOrThrow({
    where: { id: investigationId },
    select: { conclusion: true, cause: true, finding: true },
  })
  const { conclusion, cause, finding } = claim.parse(view)
  const label = { reason: resolution.reason, conclusion, cause, actual: resolution.cause }
  const data = {
    tenantId,
    reason: label.reason,
    conclusion,
    cause,
    confidence: finding?.confidence.value ?? null,
    actualCause: label.actual,
    isConfirmed: isConfirmed(label),
    labelledBy: by,
    labelledAt: at,
    withdrawnAt: null,
  }
  await tx.verdictLabel.upsert({ where: { investigationId }, create: { ...data, investigationId }, update: data })
}
