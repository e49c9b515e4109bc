// What people keep about a case: who has it, how bad it is, and what became of it.
import type { CaseFile } from '../core/caseFile/caseFile.ts'
import { severities, untouched, type CaseState, type ResolveReason, type Severity } from '../core/caseFile/caseFile.ts'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { faultKindOf, FaultKindEnum } from './faultKind.ts'
import { NO_UUID } from './globalId.ts'
import { Investigation } from './investigation.ts'
import { Person } from './person.ts'
import { storedResolution } from './stored.ts'
import { wordEnum, wordOf } from './words.ts'

const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Everything else waits.',
  high: 'Today.',
  medium: 'This week.',
  low: 'When there is time.',
}
export const SeverityEnum = wordEnum('Severity', 'How bad a case is, as people see it.', severityWords)

const stateWords: Readonly<Record<CaseState, string>> = {
  open: 'Nobody is at work on it.',
  inProgress: 'Somebody is.',
  resolved: 'It is done; `resolution` says what it was.',
}
export const CaseStateEnum = wordEnum(
  'CaseState',
  'Where people stand with a case, whatever its investigation does.',
  stateWords,
)

const reasonWords: Readonly<Record<ResolveReason, string>> = {
  causeConfirmed: 'It was what the report says.',
  otherCause: 'It was something else.',
  expectedChange: 'It was meant to be so.',
  falseAlarm: 'Nothing was wrong.',
}
export const ResolveReasonEnum = wordEnum('ResolveReason', 'What people found a case to be.', reasonWords)

const ResolutionObject = builder.objectRef<NonNullable<CaseFile['resolution']>>('Resolution').implement({
  description: 'What people found a case to be.',
  fields: t => ({
    reason: t.expose('reason', { type: ResolveReasonEnum, description: 'What it was.' }),
    note: t.exposeString('note', { nullable: true, description: 'In their words.' }),
    cause: t.field({
      type: FaultKindEnum,
      nullable: true,
      description: 'With OTHER_CAUSE: the kind of fault, where it is one that is tested for.',
      resolve: ({ cause }) => cause && faultKindOf(cause),
    }),
    byName: t.exposeString('byName', { description: 'By whom, by the name they had then.' }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => new Date(at) }),
  }),
})

export const CaseFileObject = builder.objectRef<CaseFile>('CaseFile').implement({
  description: 'What people keep about a case.',
  fields: t => ({
    assignee: t.prismaField({
      type: Person,
      nullable: true,
      description: 'Who has it; null: nobody.',
      resolve: (query, { assignee }, _args, { readDb }) =>
        readDb.person.findUnique({ ...query, where: { id: assignee ?? NO_UUID } }),
    }),
    severity: t.expose('severity', {
      type: SeverityEnum,
      nullable: true,
      description: 'How bad it is; null: nobody has said.',
    }),
    state: t.expose('state', { type: CaseStateEnum, description: 'Where people stand with it.' }),
    resolution: t.field({
      type: ResolutionObject,
      nullable: true,
      description: 'What it was; null unless RESOLVED.',
      resolve: ({ resolution }) => resolution,
    }),
    version: t.exposeInt('version', { description: 'Counts the changes; for `expectedVersion`.' }),
  }),
})

type Row = {
  readonly assigneeId: string | null
  readonly severity: string | null
  readonly state: string
  readonly resolution: unknown
  readonly version: number
}

export const caseFileOf = (row: Row | null): CaseFile =>
  row === null
    ? untouched
    : {
        assignee: row.assigneeId === null ? null : asId<PersonId>(row.assigneeId),
        severity: severities.find(each => each === row.severity) ?? null,
        state: wordOf(stateWords, row.state),
        resolution: storedResolution(row.resolution),
        version: row.version,
      }

builder.prismaObjectField(Investigation, 'caseFile', t =>
  t.field({
    type: CaseFileObject,
    select: { caseFile: true },
    description: 'What people keep about it.',
    resolve: ({ caseFile }) => caseFileOf(caseFile),
  }),
)

const ActivityObject = builder.prismaObject('CaseActivity', {
  description: 'Something that people did with a case.',
  fields: t => ({
    id: t.exposeID('id', { description: 'Its own.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    byName: t.exposeString('byName', { description: 'Who, by the name they had then.' }),
    told: t.exposeString('told', { description: 'What, as the rest of a sentence that begins with the name.' }),
  }),
})

const MOST_SHOWN = 200

builder.prismaObjectField(Investigation, 'activity', t =>
  t.relation('activity', {
    type: ActivityObject,
    description: `What people did with it, the newest first, at most ${MOST_SHOWN}.`,
    query: { orderBy: [{ at: 'desc' }, { id: 'desc' }], take: MOST_SHOWN },
  }),
)
