// What a model saw of a case, and what came of what it thought of.
import type { Exposure, ExposedClass } from '../core/model/brief.ts'
import { evolveModel } from '../core/model/evolveModel.ts'
import type { ModelState } from '../core/model/modelFacts.ts'
import type { ModelPurpose } from '../core/model/modelHypothesis.ts'
import type { Sharing } from '../core/model/terms.ts'
import { modelStandings, type ModelStanding } from '../core/model/weighTest.ts'
import type { Verdict } from '../core/hypothesis/hypothesis.ts'
import { builder } from './builder.ts'
import { Investigation } from './investigation.ts'
import { RanQuery, queriesOf } from './ranQuery.ts'
import { storedExposures, storedModelEvent, storedTokens } from './stored.ts'
import { VerdictEnum } from './hypothesis.ts'
import { wordEnum, wordOf } from './words.ts'

const purposes: Readonly<Record<ModelPurpose, string>> = {
  propose: 'To propose hypotheses.',
  repair: 'To mend a query that was refused.',
  draft: 'To word the report.',
}
const PurposeEnum = wordEnum('ModelPurpose', 'What a model was asked for.', purposes)
const states = {
  sent: 'On its way, or lost with the process that sent it.',
  answered: 'It answered.',
  failed: 'It gave no answer that could be used.',
} as const
const StateEnum = wordEnum('ModelCallState', 'What became of a call.', states)
const sharings: Readonly<Record<Sharing, string>> = {
  aggregates: 'Counts, and values that many rows share.',
  masked: 'Besides, a few rows, masked.',
  open: 'Values stand as they are.',
}
export const SharingEnum = wordEnum('ModelSharing', 'What of a data source a model is told.', sharings)
const classes: Readonly<Record<ExposedClass, string>> = {
  name: 'The name of a column.',
  value: 'A value that rows share.',
  row: 'A cell of a row.',
}
export const ExposedClassEnum = wordEnum('ExposedClass', 'What a cell that left is.', classes)

export const ExposureObject = builder.objectRef<Exposure>('Exposure').implement({
  description: 'How much of a column left for a model.',
  fields: t => ({
    table: t.exposeString('table', { description: 'The table.' }),
    column: t.exposeString('column', { description: 'The column.' }),
    class: t.expose('class', { type: ExposedClassEnum, description: 'What left of it.' }),
    cells: t.exposeInt('cells', { description: 'How many cells.' }),
    masked: t.exposeInt('masked', { description: 'How many of them as a token in place of the value.' }),
  }),
})

const ModelCall = builder.prismaObject('ModelCall', {
  name: 'ModelCall',
  description: 'One call of a model, written down before it left.',
  fields: t => ({
    id: t.exposeID('id', { description: 'For `modelPayload`.' }),
    purpose: t.field({
      type: PurposeEnum,
      description: 'What for.',
      resolve: ({ purpose }) => wordOf(purposes, purpose),
    }),
    model: t.exposeString('model', { description: 'Which model.' }),
    state: t.field({
      type: StateEnum,
      description: 'What became of it.',
      resolve: ({ state }) => wordOf(states, state),
    }),
    sharing: t.field({
      type: SharingEnum,
      description: 'What it was told, by the settings then.',
      resolve: ({ sharing }) => wordOf(sharings, sharing),
    }),
    askedAt: t.expose('askedAt', { type: 'DateTime', description: 'When it left.' }),
    payloadHash: t.exposeString('payloadHash', { description: 'sha256 of exactly what left.' }),
    hasPayload: t.boolean({
      description: 'Whether what left is still kept, sealed.',
      resolve: ({ payload }) => payload !== null,
    }),
    cells: t.exposeInt('cells', { description: 'Cells that were in it.' }),
    maskedCells: t.exposeInt('maskedCells', { description: 'Cells of them that were tokens.' }),
    contents: t.field({
      type: [ExposureObject],
      description: 'Column by column.',
      resolve: ({ contents }) => [...storedExposures(contents)],
    }),
    inputTokens: t.int({
      nullable: true,
      description: 'Tokens in, with those from the cache.',
      resolve: ({ tokens }) => inputOf(tokens),
    }),
    outputTokens: t.int({
      nullable: true,
      description: 'Tokens out.',
      resolve: ({ tokens }) => storedTokens(tokens)?.outputTokens ?? null,
    }),
  }),
})

const inputOf = (tokens: unknown) => {
  const stored = storedTokens(tokens)
  return stored && stored.inputTokens + stored.cachedTokens
}

builder.prismaObjectField(Investigation, 'modelCalls', t =>
  t.prismaField({
    type: [ModelCall],
    select: { id: true },
    description: 'What a model was told of this case, call by call.',
    resolve: (query, { id }, _args, { readDb }) =>
      readDb.modelCall.findMany({
        ...query,
        where: { investigationId: id },
        orderBy: [{ askedAt: 'asc' }, { callKey: 'asc' }],
      }),
  }),
)

type Tested = ModelStanding['tests'][number] & {
  readonly claim: string
  readonly sql: string
  readonly investigationId: string
}

const TestObject = builder.objectRef<Tested>('ModelTest').implement({
  description: 'A prediction of the model, tested.',
  fields: t => ({
    claim: t.exposeString('claim', { description: 'What it expected to see.' }),
    observed: t.exposeFloat('observed', {
      nullable: true,
      description: "The number on the alert's rows; null where it could not be tested.",
    }),
    usual: t.exposeFloat('usual', { nullable: true, description: "The same query's number on a normal day." }),
    nats: t.exposeFloat('nats', { description: 'How much it tells, by the rule: positive for the hypothesis.' }),
    problem: t.exposeString('problem', { nullable: true, description: 'Why there is no number.' }),
    queries: t.field({
      type: [RanQuery],
      description: 'The queries that ran for it.',
      resolve: ({ investigationId, queries }, _args, context) => queriesOf(context, investigationId, queries),
    }),
  }),
})

type OfCase = ModelStanding & { readonly investigationId: string }

const ModelHypothesisObject = builder.objectRef<OfCase>('ModelHypothesis').implement({
  description:
    'A possible cause that a model thought of. The rule judged it; it takes no probability from the other hypotheses.',
  fields: t => ({
    statement: t.string({
      description: 'The cause, as a sentence.',
      resolve: ({ hypothesis }) => hypothesis.statement,
    }),
    verdict: t.field({
      type: VerdictEnum,
      description: 'What became of it.',
      resolve: ({ verdict }): Verdict => verdict,
    }),
    tests: t.field({
      type: [TestObject],
      description: 'Its predictions, as far as they were tested.',
      resolve: ({ hypothesis, tests, investigationId }) =>
        tests.map(test => {
          const prediction = hypothesis.predictions.find(({ id }) => id === test.prediction)
          return { ...test, claim: prediction?.claim ?? '', sql: prediction?.sql ?? '', investigationId }
        }),
    }),
  }),
})

const modelTypes = [
  'ModelInvited',
  'ModelAnswered',
  'ModelHypothesisProposed',
  'ModelQueryRepaired',
  'ModelPredictionTested',
  'ModelProseDrafted',
  'ModelLeft',
]

builder.prismaObjectField(Investigation, 'modelHypotheses', t =>
  t.field({
    type: [ModelHypothesisObject],
    select: { id: true },
    description: 'What a model thought of beyond the causes that code tests by itself.',
    resolve: async ({ id }, _args, { readDb }) => {
      const rows = await readDb.eventRecord.findMany({
        where: { investigationId: id, type: { in: modelTypes } },
        orderBy: { sequence: 'asc' },
      })
      const state = rows.map(storedModelEvent).reduce<ModelState | null>(evolveModel, null)
      return state === null ? [] : modelStandings(state).map(standing => ({ ...standing, investigationId: id }))
    },
  }),
)
