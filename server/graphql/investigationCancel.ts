import { asId, type InvestigationId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { unauthenticated } from './failure.ts'
import { uuidOf } from './globalId.ts'
import { Investigation } from './investigation.ts'

const InvestigationCancelInput = builder.inputType('InvestigationCancelInput', {
  description: 'An investigation to stop.',
  fields: t => ({ investigationId: t.id({ required: true, description: 'Which one.' }) }),
})

const InvestigationCancelPayload = builder
  .objectRef<{ readonly id: InvestigationId }>('InvestigationCancelPayload')
  .implement({
    description: 'Stopped.',
    fields: t => ({
      investigation: t.prismaField({
        type: Investigation,
        description: 'The case as it stands now.',
        resolve: (query, { id }, _args, { readDb }) =>
          readDb.investigationView.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  })

const path = ['investigationId']

builder.mutationField('investigationCancel', t =>
  t.field({
    type: InvestigationCancelPayload,
    description:
      'Stops a running investigation; what it found so far stays. Permission: investigations:write. Events: INVESTIGATION_CANCELLED.',
    args: { input: t.arg({ type: InvestigationCancelInput, required: true, description: 'Which one.' }) },
    errors: { types: [InputError], union: { name: 'InvestigationCancelResult', description: 'Stopped, or why not.' } },
    resolve: async (_root, { input }, { app, signedIn }) => {
      if (signedIn === null) throw unauthenticated()
      const id = uuidOf('Investigation', input.investigationId)
      if (id === null) throw new InputError('NOT_FOUND', 'There is no such investigation.', path)
      const investigationId = asId<InvestigationId>(id)
      const cancelled = await app.cancelInvestigation(
        { tenantId: signedIn.tenantId, investigationId },
        { by: signedIn.personId, byName: signedIn.name },
      )
      if (cancelled.ok) return { id: investigationId }
      throw cancelled.problem.code === 'not-found'
        ? new InputError('NOT_FOUND', 'There is no such investigation.', path)
        : new InputError('NOT_RUNNING', 'This investigation has ended already.', path)
    },
  }),
)
