import type { CaseFileWish } from '../app/changeCaseFile.ts'
import type { CaseFile } from '../core/caseFile/caseFile.ts'
import { asId, type InvestigationId, type PersonId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { CaseFileObject, caseFileOf, CaseStateEnum, ResolveReasonEnum, SeverityEnum } from './caseFile.ts'
import type { Context } from './context.ts'
import { InputError, Refused, UserError } from './errors.ts'
import { FaultKindEnum } from './faultKind.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { Investigation } from './investigation.ts'
import { callerOf, notFound } from './who.ts'

/** Somebody else was faster; what stands now comes with it. */
class StaleCase extends Refused {
  readonly current: CaseFile
  constructor(current: CaseFile) {
    super('CONFLICT', 'Somebody changed the case meanwhile. Look at it again.', ['expectedVersion'])
    this.current = current
  }
}

builder.objectType(StaleCase, {
  name: 'StaleCase',
  interfaces: [UserError],
  description: 'Somebody else was faster.',
  fields: t => ({ current: t.expose('current', { type: CaseFileObject, description: 'What stands now.' }) }),
})

const investigationId = { required: true, description: 'Which investigation.' } as const
const expectedVersion = { required: true, description: 'The `version` that the change is made on.' } as const

const AssignInput = builder.inputType('CaseAssignInput', {
  description: 'Who is to have a case.',
  fields: t => ({
    investigationId: t.id(investigationId),
    expectedVersion: t.int(expectedVersion),
    assigneeId: t.id({ description: 'Who; null: nobody.' }),
  }),
})
const RateInput = builder.inputType('CaseRateInput', {
  description: 'How bad a case is.',
  fields: t => ({
    investigationId: t.id(investigationId),
    expectedVersion: t.int(expectedVersion),
    severity: t.field({ type: SeverityEnum, description: 'How bad; null: nobody has said.' }),
  }),
})
const SetStateInput = builder.inputType('CaseSetStateInput', {
  description: 'Where people stand with a case.',
  fields: t => ({
    investigationId: t.id(investigationId),
    expectedVersion: t.int(expectedVersion),
    state: t.field({
      type: CaseStateEnum,
      required: true,
      description: 'OPEN or IN_PROGRESS; RESOLVED is `caseResolve`.',
    }),
  }),
})
const ResolveInput = builder.inputType('CaseResolveInput', {
  description: 'What a case was.',
  fields: t => ({
    investigationId: t.id(investigationId),
    expectedVersion: t.int(expectedVersion),
    reason: t.field({ type: ResolveReasonEnum, required: true, description: 'What it was.' }),
    note: t.string({ description: 'In your words, up to 2,000 characters. OTHER_CAUSE needs this or `cause`.' }),
    cause: t.field({ type: FaultKindEnum, description: 'With OTHER_CAUSE: the kind of fault.' }),
  }),
})
const ReopenInput = builder.inputType('CaseReopenInput', {
  description: 'A case that is not done after all.',
  fields: t => ({ investigationId: t.id(investigationId), expectedVersion: t.int(expectedVersion) }),
})

const Payload = builder.objectRef<{ readonly id: InvestigationId }>('CaseChangedPayload').implement({
  description: 'Changed.',
  fields: t => ({
    investigation: t.prismaField({
      type: Investigation,
      description: 'The case as it stands now.',
      resolve: (query, { id }, _args, { readDb }) =>
        readDb.investigationView.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

type Input = { readonly investigationId: string; readonly expectedVersion: number }

const change = async (context: Context, input: Input, wish: CaseFileWish) => {
  const [uuid, caller] = [uuidOf('Investigation', input.investigationId), callerOf(context)]
  if (uuid === null) throw notFound('investigation', 'investigationId')
  const id = asId<InvestigationId>(uuid)
  const ref = { tenantId: caller.tenantId, investigationId: id }
  const changed = await context.app.changeCaseFile({ ref, expectedVersion: input.expectedVersion }, wish, caller)
  if (changed.ok) return { id }
  const { problem } = changed
  switch (problem.code) {
    case 'not-found':
      throw notFound('investigation', 'investigationId')
    case 'conflict':
      throw new StaleCase(caseFileOf(await context.readDb.caseFile.findUnique({ where: { investigationId: id } })))
    case 'state':
      throw new InputError('CONFLICT', problem.message, [problem.path])
    case 'invalid':
      throw new InputError('INVALID_INPUT', problem.message, [problem.path])
  }
}

const errors = (name: string) => ({
  types: [InputError, StaleCase],
  union: { name: `${name}Result`, description: 'Changed, or why not.' },
})
const permission = 'Permission: investigations:write. Events: none.'

builder.mutationField('caseAssign', t =>
  t.field({
    type: Payload,
    errors: errors('CaseAssign'),
    description: `Gives a case to somebody, who is told. ${permission}`,
    args: { input: t.arg({ type: AssignInput, required: true, description: 'To whom.' }) },
    resolve: (_root, { input }, context) =>
      change(context, input, {
        kind: 'assign',
        to: typeof input.assigneeId === 'string' ? asId<PersonId>(uuidOf('Person', input.assigneeId) ?? NO_UUID) : null,
      }),
  }),
)
builder.mutationField('caseRate', t =>
  t.field({
    type: Payload,
    errors: errors('CaseRate'),
    description: `Says how bad a case is. ${permission}`,
    args: { input: t.arg({ type: RateInput, required: true, description: 'How bad.' }) },
    resolve: (_root, { input }, context) =>
      change(context, input, { kind: 'severity', severity: input.severity ?? null }),
  }),
)
builder.mutationField('caseSetState', t =>
  t.field({
    type: Payload,
    errors: errors('CaseSetState'),
    description: `Says whether somebody is at work on a case. ${permission}`,
    args: { input: t.arg({ type: SetStateInput, required: true, description: 'Where it stands.' }) },
    resolve: (_root, { input }, context) => {
      if (input.state === 'resolved')
        throw new InputError('INVALID_INPUT', 'A case is resolved by `caseResolve`, with a reason.', ['state'])
      return change(context, input, { kind: 'state', state: input.state })
    },
  }),
)
builder.mutationField('caseResolve', t =>
  t.field({
    type: Payload,
    errors: errors('CaseResolve'),
    description: `Says what a case was; that is held against what its report claimed. ${permission}`,
    args: { input: t.arg({ type: ResolveInput, required: true, description: 'What it was.' }) },
    resolve: (_root, { input }, context) =>
      change(context, input, {
        kind: 'resolve',
        reason: input.reason,
        note: input.note ?? null,
        cause: input.cause ?? null,
      }),
  }),
)
builder.mutationField('caseReopen', t =>
  t.field({
    type: Payload,
    errors: errors('CaseReopen'),
    description: `Opens a resolved case again; what it was said to be counts no more. ${permission}`,
    args: { input: t.arg({ type: ReopenInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) => change(context, input, { kind: 'reopen' }),
  }),
)
