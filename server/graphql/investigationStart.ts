import type { Question } from '../core/metric/question.ts'
import { isZone } from '../core/shared/zone.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { DataSourceError, InputError } from './errors.ts'
import { unauthenticated } from './failure.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { MetricInput, readMetric } from './metric.ts'
import { InvestigationStartPayload, openCase } from './openCase.ts'

const InvestigationStartInput = builder.inputType('InvestigationStartInput', {
  description: 'What looks wrong. Expected and actual values are measured, never asked.',
  fields: t => ({
    clientId: t.id({ description: 'Made by the caller (uuid) so that a retry is the same case.' }),
    dataSourceId: t.id({ required: true, description: 'The warehouse.' }),
    schema: t.string({ required: true, description: 'The schema of the table.' }),
    table: t.string({ required: true, description: 'The table.' }),
    metric: t.field({ type: MetricInput, required: true, description: 'The number that looks wrong.' }),
    day: t.field({ type: 'Date', required: true, description: 'The day on which it does, in `timeZone`.' }),
    timeColumn: t.string({ description: 'The column that places a row in time. Null: chosen by Dataing.' }),
    timeZone: t.string({ description: 'IANA name, default UTC.' }),
    teamId: t.id({
      description:
        'For which team, one of `viewer.teams`. When nothing is said the only one; none where there are several.',
    }),
    wholeTable: t.boolean({ description: 'Measure against the whole table, for a table without a time column.' }),
  }),
})

type StartInput = typeof InvestigationStartInput.$inferInput

const readQuestion = (input: StartInput): Question => {
  const dataSourceId = uuidOf('DataSource', input.dataSourceId)
  if (dataSourceId === null) throw new InputError('NOT_FOUND', 'There is no such data source.', ['dataSourceId'])
  const metric = readMetric(input.metric)
  if ('field' in metric) throw new InputError('INVALID_INPUT', metric.message, ['metric', metric.field])
  const timeZone = input.timeZone ?? 'UTC'
  if (!isZone(timeZone))
    throw new InputError('INVALID_INPUT', 'This is not the name of a time zone, like Europe/Berlin.', ['timeZone'])
  return {
    dataSourceId: asId<DataSourceId>(dataSourceId),
    table: { schema: input.schema, name: input.table },
    metric,
    day: input.day,
    timeColumn: input.timeColumn ?? null,
    timeZone,
    wholeTable: input.wholeTable ?? false,
  }
}

builder.mutationField('investigationStart', t =>
  t.field({
    type: InvestigationStartPayload,
    description:
      'Opens an investigation, after a look whether table and column are there. Permission: investigations:write. Events: INVESTIGATION_OPENED.',
    args: { input: t.arg({ type: InvestigationStartInput, required: true, description: 'What looks wrong.' }) },
    errors: {
      types: [InputError, DataSourceError],
      union: { name: 'InvestigationStartResult', description: 'Opened, or why not.' },
    },
    resolve: async (_root, { input }, { app, readDb, signedIn }) => {
      if (signedIn === null) throw unauthenticated()
      const team = await app.chooseTeam(
        signedIn,
        typeof input.teamId === 'string' ? (uuidOf('Team', input.teamId) ?? NO_UUID) : null,
      )
      if (!team.ok) throw new InputError('NOT_FOUND', 'There is no such team, or you are not in it.', ['teamId'])
      return openCase(
        { app, readDb },
        { signedIn, clientId: input.clientId, teamId: team.value, question: readQuestion(input) },
      )
    },
  }),
)
