import type { RerunProblem, Rerun } from '../app/rerunQuery.ts'
import type { ComparedNumber } from '../core/finding/compareProof.ts'
import { asId, type InvestigationId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { dataSourceCode, DataSourceError, InputError } from './errors.ts'
import { unauthenticated } from './failure.ts'
import { uuidOf } from './globalId.ts'
import { MetricUnitEnum } from './metric.ts'

const QueryRerunInput = builder.inputType('QueryRerunInput', {
  description: 'A query of an investigation to run again.',
  fields: t => ({
    investigationId: t.id({ required: true, description: 'The investigation.' }),
    name: t.string({
      required: true,
      description: "The `name` of one of its `queries`, or of one of its finding's `proofs`.",
    }),
  }),
})

const ComparedNumberObject = builder.objectRef<ComparedNumber>('ComparedNumber').implement({
  description: 'A recorded number beside the same one read anew.',
  fields: t => ({
    name: t.exposeString('name', { description: 'What it is.' }),
    recorded: t.float({
      nullable: true,
      description: 'As the case has it; null where there were no rows.',
      resolve: ({ value }) => value,
    }),
    now: t.exposeFloat('now', { nullable: true, description: 'As it is now; null where nothing came back for it.' }),
    unit: t.expose('unit', { type: MetricUnitEnum, description: 'How it is printed.' }),
    agrees: t.exposeBoolean('agrees', { description: 'Whether the two are the same within half a per cent.' }),
  }),
})

const QueryRerunPayload = builder.objectRef<Rerun>('QueryRerunPayload').implement({
  description: 'What came of running it again. No rows come back, only numbers.',
  fields: t => ({
    agrees: t.exposeBoolean('agrees', { description: 'Whether every number is as recorded.' }),
    compared: t.exposeInt('compared', { description: 'How many numbers were compared.' }),
    numbers: t.field({
      type: [ComparedNumberObject],
      description: 'Of a proof all numbers; of a query those that differ, at most 20.',
      resolve: ({ numbers }) => [...numbers],
    }),
    rowCount: t.int({ description: 'How many rows the query gave.', resolve: ({ rows }) => rows }),
    elapsedMs: t.int({ description: 'How long it took.', resolve: ({ elapsedMs }) => Math.round(elapsedMs) }),
  }),
})

builder.mutationField('queryRerun', t =>
  t.field({
    type: QueryRerunPayload,
    description:
      'Runs a recorded query or proof once more, read-only and through the guard, and compares its numbers with the recorded ones. ' +
      'Permission: investigations:write. Events: none.',
    args: { input: t.arg({ type: QueryRerunInput, required: true, description: 'Which one.' }) },
    errors: {
      types: [InputError, DataSourceError],
      union: { name: 'QueryRerunResult', description: 'Compared, or why not.' },
    },
    resolve: async (_root, { input }, { app, signedIn }) => {
      if (signedIn === null) throw unauthenticated()
      const id = uuidOf('Investigation', input.investigationId)
      if (id === null) throw new InputError('NOT_FOUND', 'There is no such investigation.', ['investigationId'])
      const rerun = await app.rerunQuery(
        { tenantId: signedIn.tenantId, investigationId: asId<InvestigationId>(id) },
        input.name,
      )
      if (rerun.ok) return rerun.value
      throw refusal(rerun.problem)
    },
  }),
)

const refusal = (problem: RerunProblem) => {
  switch (problem.code) {
    case 'not-found':
      return new InputError('NOT_FOUND', 'The investigation has no such query.', ['name'])
    case 'query-refused':
      return new DataSourceError('DATA_SOURCE_REFUSED', problem.problem.message, false)
    case 'data-source-problem':
      return new DataSourceError(
        dataSourceCode[problem.problem.code],
        problem.problem.message,
        problem.problem.retryable,
      )
  }
}
