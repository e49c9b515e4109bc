// What people do to a case while it runs: each is a fact with their name.
import type { SteerRefusal } from '../app/steerInvestigation.ts'
import type { Steering } from '../core/investigation/steering.ts'
import { asId, type InvestigationId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { InputError, type ErrorCode } from './errors.ts'
import { FaultKindEnum } from './faultKind.ts'
import { uuidOf } from './globalId.ts'
import { Investigation } from './investigation.ts'
import { callerOf, notFound } from './who.ts'

const investigationId = { required: true, description: 'Which investigation.' } as const

const PauseInput = builder.inputType('InvestigationPauseInput', {
  description: 'An investigation to pause.',
  fields: t => ({ investigationId: t.id(investigationId) }),
})
const ResumeInput = builder.inputType('InvestigationResumeInput', {
  description: 'An investigation to resume.',
  fields: t => ({ investigationId: t.id(investigationId) }),
})
const HintInput = builder.inputType('InvestigationAddHintInput', {
  description: 'A hint.',
  fields: t => ({
    investigationId: t.id(investigationId),
    text: t.string({ required: true, description: 'What one knows, in 1 to 2,000 characters.' }),
  }),
})
const kind = { type: FaultKindEnum, required: true, description: 'The kind of fault.' } as const
const AddInput = builder.inputType('HypothesisAddInput', {
  description: 'A possible cause to test.',
  fields: t => ({ investigationId: t.id(investigationId), kind: t.field(kind) }),
})
const DropInput = builder.inputType('HypothesisDropInput', {
  description: 'A possible cause to leave out.',
  fields: t => ({
    investigationId: t.id(investigationId),
    kind: t.field(kind),
    reason: t.string({ description: 'Why, in up to 2,000 characters.' }),
  }),
})

export const SteeredPayload = builder
  .objectRef<{ readonly id: InvestigationId }>('InvestigationSteeredPayload')
  .implement({
    description: 'Done.',
    fields: t => ({
      investigation: t.prismaField({
        type: Investigation,
        description: 'The case as it stands now.',
        resolve: (query, { id }, _args, { readDb }) =>
          readDb.investigationView.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  })

const codes: Partial<Readonly<Record<SteerRefusal['code'], ErrorCode>>> = {
  'not-found': 'NOT_FOUND',
  'not-running': 'NOT_RUNNING',
  'paused-already': 'CONFLICT',
  'not-paused': 'CONFLICT',
  'too-early': 'CONFLICT',
  'proposed-already': 'CONFLICT',
  'not-proposed': 'CONFLICT',
}

export const steer = async (context: Context, globalId: string, wish: Steering) => {
  const [uuid, caller] = [uuidOf('Investigation', globalId), callerOf(context)]
  if (uuid === null) throw notFound('investigation', 'investigationId')
  const id = asId<InvestigationId>(uuid)
  const steered = await context.app.steerInvestigation({ tenantId: caller.tenantId, investigationId: id }, wish, caller)
  if (steered.ok) return { id }
  const { code, message, field } = steered.problem
  throw new InputError(codes[code] ?? 'INVALID_INPUT', message, [
    code === 'not-found' || code === 'not-running' ? 'investigationId' : (field ?? 'investigationId'),
  ])
}

export const errors = (name: string) => ({
  types: [InputError],
  union: { name: `${name}Result`, description: 'Done, or why not.' },
})
export const permission = 'Permission: investigations:write.'

builder.mutationField('investigationPause', t =>
  t.field({
    type: SteeredPayload,
    errors: errors('InvestigationPause'),
    description: `Lets nothing more be done until somebody resumes it; what is under way is still recorded. ${permission} Events: INVESTIGATION_PAUSED.`,
    args: { input: t.arg({ type: PauseInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) => steer(context, input.investigationId, { kind: 'pause' }),
  }),
)

builder.mutationField('investigationResume', t =>
  t.field({
    type: SteeredPayload,
    errors: errors('InvestigationResume'),
    description: `Lets a paused investigation go on. ${permission} Events: INVESTIGATION_RESUMED.`,
    args: { input: t.arg({ type: ResumeInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) => steer(context, input.investigationId, { kind: 'resume' }),
  }),
)

builder.mutationField('investigationAddHint', t =>
  t.field({
    type: SteeredPayload,
    errors: errors('InvestigationAddHint'),
    description: `Tells the investigation what one knows; all who read it see it. ${permission} Events: HINT_ADDED.`,
    args: { input: t.arg({ type: HintInput, required: true, description: 'The hint.' }) },
    resolve: (_root, { input }, context) =>
      steer(context, input.investigationId, { kind: 'addHint', text: input.text }),
  }),
)

builder.mutationField('hypothesisAdd', t =>
  t.field({
    type: SteeredPayload,
    errors: errors('HypothesisAdd'),
    description: `Lets a cause be tested and weighed like the others, though the rules did not propose it. ${permission} Events: HYPOTHESIS_ADDED, PREDICTION_REGISTERED.`,
    args: { input: t.arg({ type: AddInput, required: true, description: 'The cause.' }) },
    resolve: (_root, { input }, context) =>
      steer(context, input.investigationId, { kind: 'addHypothesis', hypothesis: input.kind }),
  }),
)

builder.mutationField('hypothesisDrop', t =>
  t.field({
    type: SteeredPayload,
    errors: errors('HypothesisDrop'),
    description: `Takes a cause out of the case; it is neither tested nor weighed any more, and the report says so. ${permission} Events: HYPOTHESIS_DROPPED.`,
    args: { input: t.arg({ type: DropInput, required: true, description: 'The cause.' }) },
    resolve: (_root, { input }, context) =>
      steer(context, input.investigationId, {
        kind: 'dropHypothesis',
        hypothesis: input.kind,
        reason: input.reason ?? null,
      }),
  }),
)
