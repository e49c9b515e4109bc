import type { Prisma } from '../../prisma/generated/client.ts'
import { AUDIT_ACTIONS, type AuditAction } from '../core/access/auditAction.ts'
import type { Verification } from '../core/ports/auditTrail.ts'
import { builder } from './builder.ts'
import { csvLine } from './csv.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { callerOf } from './who.ts'
import { wordEnum, wordOf } from './words.ts'

const ActionEnum = wordEnum<AuditAction>('AuditAction', 'What can be in the audit trail.', AUDIT_ACTIONS)

const ActorKind = wordEnum<'person' | 'key' | 'system' | 'visitor'>('AuditActorKind', 'Who did something.', {
  person: 'Somebody in a browser.',
  key: 'A program, by an API key.',
  system: 'Dataing itself, without anybody asking.',
  visitor: 'Somebody not signed in.',
})

/** Reads of the trail are whole rows; nothing in them is secret. */
const Entry = builder.prismaObject('AuditEntry', {
  name: 'AuditEntry',
  description: 'Something that was done, by whom, from where.',
  fields: t => ({
    sequence: t.exposeInt('sequence', { description: 'Counts from 1 within the workspace, without gaps.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    action: t.field({ type: ActionEnum, description: 'What.', resolve: ({ action }) => wordOf(AUDIT_ACTIONS, action) }),
    actorKind: t.field({
      type: ActorKind,
      description: 'What kind of doer.',
      resolve: ({ actorKind }) => actorKind as 'person',
    }),
    actorName: t.exposeString('actorName', { description: 'Who, by the name as it was then.' }),
    subjectKind: t.exposeString('subjectKind', {
      nullable: true,
      description: 'What kind of thing it was done to; null: to none.',
    }),
    subjectName: t.exposeString('subjectName', {
      nullable: true,
      description: 'What it was done to, by the name as it was then.',
    }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'From which network address; null where not known.',
    }),
    agent: t.exposeString('agent', {
      nullable: true,
      description: 'By which browser or program, as it called itself.',
    }),
    before: t.exposeString('before', {
      nullable: true,
      description: 'What changed, as it was: JSON, without secrets.',
    }),
    after: t.exposeString('after', {
      nullable: true,
      description: 'What changed, as it became: JSON, without secrets.',
    }),
    hash: t.exposeString('hash', { description: 'sha256 over this entry and the hash before it.' }),
  }),
})

const AuditFilter = builder.inputType('AuditFilter', {
  description: 'Which entries; all conditions given must hold.',
  fields: t => ({
    action: t.field({ type: [ActionEnum], description: 'One of these.' }),
    actorKind: t.field({ type: [ActorKind], description: 'Done by one of these kinds.' }),
    search: t.string({
      description: 'With this in the name of the doer or the thing, or in the address, in any case.',
    }),
    since: t.field({ type: 'DateTime', description: 'Not before this.' }),
    until: t.field({ type: 'DateTime', description: 'Before this.' }),
  }),
})

type Filter = typeof AuditFilter.$inferInput

const where = ({ action, actorKind, search, since, until }: Filter): Prisma.AuditEntryWhereInput => ({
  ...(action && { action: { in: action } }),
  ...(actorKind && { actorKind: { in: actorKind } }),
  ...((since || until) && { at: { ...(since && { gte: since }), ...(until && { lt: until }) } }),
  ...(search && {
    OR: [{ actorName: contains(search) }, { subjectName: contains(search) }, { address: contains(search) }],
  }),
})

// % and _ would be wildcards.
const contains = (search: string) => ({ contains: search.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' }) as const

builder.queryField('auditEntries', t =>
  t.prismaConnection(
    {
      type: Entry,
      cursor: 'tenantId_sequence',
      ...pageSize,
      description: 'The audit trail, newest first.',
      args: { filter: t.arg({ type: AuditFilter, description: 'Which ones.' }) },
      totalCount: (_root, { filter }, { readDb }) => readDb.auditEntry.count({ where: where(filter ?? {}) }),
      resolve: (query, _root, { filter, ...page }, { readDb }) => {
        checkPage(page)
        return readDb.auditEntry.findMany({ ...query, where: where(filter ?? {}), orderBy: { sequence: 'desc' } })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)

const VerificationObject = builder.objectRef<Verification>('AuditVerification').implement({
  description: 'What came of computing every hash of the trail anew.',
  fields: t => ({
    entries: t.exposeInt('entries', { description: 'How many entries are as they were written, from the first on.' }),
    brokenAt: t.int({
      nullable: true,
      description: 'The number of the first that is not; null: all are.',
      resolve: ({ fault }) => fault?.sequence ?? null,
    }),
    reason: t.string({
      nullable: true,
      description: 'What is wrong there: `missing`, `changed`, `unlinked`, `cut-off`, `rewritten` or `forged`.',
      resolve: ({ fault }) => fault?.reason ?? null,
    }),
    headHash: t.exposeString('headHash', {
      description: 'The hash of the last good entry: kept elsewhere, it proves later that nothing before it changed.',
    }),
  }),
})

builder.queryField('auditVerification', t =>
  t.field({
    type: VerificationObject,
    description: 'Follows the whole chain of the trail, now.',
    resolve: (_root, _args, context) => context.app.access.verifyAudit(callerOf(context)),
  }),
)

const CSV_ROWS = 5000
const COLUMNS = [
  'sequence',
  'at',
  'action',
  'actorKind',
  'actorName',
  'subjectKind',
  'subjectName',
  'address',
  'agent',
  'before',
  'after',
  'hash',
] as const

type Csv = { readonly text: string; readonly before: number | null }

const CsvObject = builder.objectRef<Csv>('AuditCsv').implement({
  description: 'A piece of the trail as a table.',
  fields: t => ({
    text: t.exposeString('text', {
      description: 'Lines of CSV (RFC 4180), times in UTC; the first piece begins with the names of the columns.',
    }),
    before: t.exposeInt('before', {
      nullable: true,
      description: 'Give this as `before` for the next piece; null: this was the last.',
    }),
  }),
})

builder.queryField('auditCsv', t =>
  t.field({
    type: CsvObject,
    description: `The audit trail as CSV, newest first, ${CSV_ROWS} entries at a time.`,
    args: {
      filter: t.arg({ type: AuditFilter, description: 'Which ones.' }),
      before: t.arg.int({ description: 'Only entries before this number: `before` of the last piece.' }),
    },
    resolve: async (_root, { filter, before }, { readDb }) => {
      const rows = await readDb.auditEntry.findMany({
        where: { ...where(filter ?? {}), ...(typeof before === 'number' && { sequence: { lt: before } }) },
        orderBy: { sequence: 'desc' },
        take: CSV_ROWS,
      })
      const lines = rows.map(row => csvLine(COLUMNS.map(column => row[column])))
      const head = typeof before === 'number' ? [] : [csvLine(COLUMNS)]
      return {
        text: [...head, ...lines].join(''),
        before: rows.length < CSV_ROWS ? null : (rows.at(-1)?.sequence ?? null),
      }
    },
  }),
)
