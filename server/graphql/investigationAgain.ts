import type { SignedIn } from '../core/access/signedIn.ts'
import type { App } from './app.ts'
import { builder } from './builder.ts'
import { DataSourceError, InputError } from './errors.ts'
import { unauthenticated } from './failure.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { InvestigationStartPayload, openCase } from './openCase.ts'
import { storedQuestion } from './stored.ts'

const InvestigationAgainInput = builder.inputType('InvestigationAgainInput', {
  description: 'A case whose question is asked anew.',
  fields: t => ({
    investigationId: t.id({ required: true, description: 'Which one.' }),
    clientId: t.id({ description: 'Made by the caller (uuid) so that a retry is the same case.' }),
  }),
})

/** The case's own team where the caller may investigate for it; else the one of a new case of theirs. */
const teamFor = async (app: App, caller: SignedIn, teamId: string | null) => {
  const same = await app.chooseTeam(caller, teamId)
  const chosen = same.ok ? same : await app.chooseTeam(caller, null)
  return chosen.ok ? chosen.value : null
}

builder.mutationField('investigationAgain', t =>
  t.field({
    type: InvestigationStartPayload,
    description:
      'Opens a new investigation of the same question, for the same team. Whoever may not investigate for that team does it for the one that a new case of theirs is for. ' +
      'Permission: investigations:write. Events: INVESTIGATION_OPENED.',
    args: { input: t.arg({ type: InvestigationAgainInput, required: true, description: 'Which one.' }) },
    errors: {
      types: [InputError, DataSourceError],
      union: { name: 'InvestigationAgainResult', description: 'Opened, or why not.' },
    },
    resolve: async (_root, { input }, { app, readDb, signedIn }) => {
      if (signedIn === null) throw unauthenticated()
      const before = await readDb.investigationView.findUnique({
        where: { id: uuidOf('Investigation', input.investigationId) ?? NO_UUID },
        select: { question: true, teamId: true },
      })
      if (before === null) throw new InputError('NOT_FOUND', 'There is no such investigation.', ['investigationId'])
      const teamId = await teamFor(app, signedIn, before.teamId)
      return openCase(
        { app, readDb },
        { signedIn, clientId: input.clientId, teamId, question: storedQuestion(before.question) },
      )
    },
  }),
)
