import type { StartRefusal } from '../app/startInvestigation.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import type { Question } from '../core/metric/question.ts'
import type { InvestigationId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { DataSourceError, InputError, type ErrorCode } from './errors.ts'
import { isUuid } from './globalId.ts'
import { Investigation } from './investigation.ts'

export const InvestigationStartPayload = builder
  .objectRef<{ readonly id: InvestigationId }>('InvestigationStartPayload')
  .implement({
    description: 'Opened; work has begun.',
    fields: t => ({
      investigation: t.prismaField({
        type: Investigation,
        description: 'The new case; with a `clientId` used before, the one opened then.',
        resolve: (query, { id }, _args, { readDb }) =>
          readDb.investigationView.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  })

const codes: { readonly [C in Exclude<StartRefusal['code'], 'data-source-problem'>]: ErrorCode } = {
  'data-source-not-found': 'NOT_FOUND',
  'data-source-closed': 'DATA_SOURCE_CLOSED',
  'table-not-found': 'TABLE_NOT_FOUND',
  'column-not-found': 'COLUMN_NOT_FOUND',
  'invalid-question': 'INVALID_INPUT',
  'budget-spent': 'BUDGET_SPENT',
}

const refusal = ({ code, message, path, retryable }: StartRefusal) =>
  code === 'data-source-problem'
    ? new DataSourceError(
        retryable === true ? 'DATA_SOURCE_UNREACHABLE' : 'DATA_SOURCE_REFUSED',
        message,
        retryable ?? false,
      )
    : new InputError(codes[code], message, path ?? null)

const clientIdOf = (clientId: string | null | undefined): string | null => {
  if (typeof clientId !== 'string') return null
  if (!isUuid(clientId))
    throw new InputError('INVALID_INPUT', 'The id made by the caller must be a uuid.', ['clientId'])
  return clientId.toLowerCase()
}

type Opening = {
  readonly signedIn: SignedIn
  readonly clientId: string | null | undefined
  readonly teamId: string | null
  readonly question: Question
}

/** Opens a case for the caller; a client id used before gives the case opened then. Throws the typed errors of a start. */
export const openCase = async (
  { app, readDb }: Pick<Context, 'app' | 'readDb'>,
  { signedIn, clientId, teamId, question }: Opening,
) => {
  const id = clientIdOf(clientId)
  const { tenantId, personId } = signedIn
  const started = await app.startInvestigation({ tenantId, personId, teamId, ...(id !== null && { id }), question })
  if (!started.ok) throw refusal(started.problem)
  // An id that another tenant's case has already: the app opened nothing, and says no more than that it is taken.
  const opened = id === null || (await readDb.investigationView.count({ where: { id } })) > 0
  if (!opened) throw new InputError('CONFLICT', 'This id is taken. Make another.', ['clientId'])
  return { id: started.value }
}
