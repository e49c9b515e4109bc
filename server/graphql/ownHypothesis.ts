// Possible causes that people put in their own words, with queries of their own.
import type { OwnRefusal } from '../app/addOwnHypothesis.ts'
import type { Unit } from '../core/hypothesis/hypothesis.ts'
import type { WrittenPrediction, WrittenTest } from '../core/hypothesis/written.ts'
import { modelStandings, type ModelStanding } from '../core/model/weighTest.ts'
import type { InvestigationEvent } from '../core/investigation/events.ts'
import { evolve, initial } from '../core/investigation/state.ts'
import type { OwnDropped, OwnHypothesis } from '../core/own/ownHypothesis.ts'
import { asId, type InvestigationId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { InputError, type ErrorCode } from './errors.ts'
import { uuidOf } from './globalId.ts'
import { DroppedObject, VerdictEnum } from './hypothesis.ts'
import { Investigation } from './investigation.ts'
import { PredictionObject, StrengthEnum } from './prediction.ts'
import { errors, permission, steer, SteeredPayload } from './steering.ts'
import { storedEvent } from './stored.ts'
import { callerOf, notFound } from './who.ts'
import { numberText } from './wording.ts'
import { wordEnum } from './words.ts'

const UnitEnum = wordEnum<Unit>('PredictionUnit', 'What a predicted number counts.', {
  share: 'A part of a whole, 0 to 1.',
  ratio: 'How many times as much.',
  count: 'A count.',
  hours: 'Hours.',
  score: 'Any other number.',
})

type Shown = {
  readonly investigationId: string
  readonly hypothesis: OwnHypothesis
  readonly standing: ModelStanding | null
  readonly dropped: OwnDropped | null
}

const text = ({ observed, usual, problem }: WrittenTest, { unit }: WrittenPrediction): string => {
  if (observed === null) return `Not tested: ${problem ?? ''}`
  return usual === null
    ? `${numberText(observed, unit)}; no normal day to compare with`
    : `${numberText(observed, unit)}, on a normal day ${numberText(usual, unit)}`
}

const predictionsOf = ({ investigationId, hypothesis, standing }: Shown) =>
  hypothesis.predictions.map(prediction => {
    const test = standing?.tests.find(each => each.prediction === prediction.id)
    const evidence = test
      ? { observed: test.observed, text: text(test, prediction), nats: test.nats, queries: test.queries }
      : null
    return { investigationId, prediction, evidence }
  })

const OwnHypothesisObject = builder.objectRef<Shown>('OwnHypothesis').implement({
  description:
    "A possible cause in a person's own words. The rule judges it; it takes no probability from the causes that code tests by itself.",
  fields: t => ({
    id: t.id({
      description: 'Unique within the case; for `ownHypothesisDrop`.',
      resolve: ({ hypothesis }) => hypothesis.id,
    }),
    statement: t.string({ description: 'What they suppose.', resolve: ({ hypothesis }) => hypothesis.statement }),
    byName: t.string({
      description: 'Who, by the name they had then.',
      resolve: ({ hypothesis }) => hypothesis.byName,
    }),
    verdict: t.field({
      type: VerdictEnum,
      description: 'What the evidence makes of it.',
      resolve: ({ standing }) => standing?.verdict ?? 'open',
    }),
    dropped: t.field({
      type: DroppedObject,
      nullable: true,
      description: 'Who took it out of the case, and why; null where it stands.',
      resolve: ({ dropped }) => dropped && { by: dropped.byName, because: dropped.reason },
    }),
    predictions: t.field({
      type: [PredictionObject],
      description: 'What it predicts, registered before its queries ran.',
      resolve: predictionsOf,
    }),
  }),
})

const types = [
  'OwnHypothesisAdded',
  'OwnPredictionTested',
  'OwnHypothesisDropped',
  'StepGivenUp',
] satisfies readonly InvestigationEvent['type'][]

builder.prismaObjectField(Investigation, 'ownHypotheses', t =>
  t.field({
    type: [OwnHypothesisObject],
    select: { id: true },
    description: 'Causes that people put in their own words, oldest first.',
    resolve: async ({ id }, _args, { readDb }) => {
      const rows = await readDb.eventRecord.findMany({
        where: { investigationId: id, type: { in: types } },
        orderBy: { sequence: 'asc' },
      })
      const { own } = rows.map(storedEvent).reduce(evolve, initial)
      const standings = modelStandings(own)
      return own.hypotheses.map((hypothesis, place) => ({
        investigationId: id,
        hypothesis,
        standing: standings[place] ?? null,
        dropped: own.dropped[hypothesis.id] ?? null,
      }))
    },
  }),
)

const RangeInput = builder.inputType('PredictedRange', {
  description:
    'A comparison that the number is to pass: at least `min`, at most `max`, or between the two. One of them must be given.',
  fields: t => ({
    min: t.float({ description: 'At least so much.' }),
    max: t.float({ description: 'At most so much.' }),
  }),
})

const OwnPredictionInput = builder.inputType('OwnPredictionInput', {
  description: 'What is expected of one number, and the query that gives it.',
  fields: t => ({
    claim: t.string({ required: true, description: 'What one expects to see, in 1 to 300 characters.' }),
    sql: t.string({
      required: true,
      description:
        "A SELECT that gives one number, in the data source's own SQL; guarded like any query. `{{rows}}` stands for the condition that picks " +
        "the alert's rows; the same text is then asked of a normal day. Without it a number is weak evidence.",
    }),
    unit: t.field({ type: UnitEnum, required: true, description: 'What the number counts.' }),
    ifTrue: t.field({ type: RangeInput, required: true, description: 'What it is if the hypothesis is true.' }),
    ifFalse: t.field({ type: RangeInput, required: true, description: 'What it is if not; the two must lie apart.' }),
    strength: t.field({ type: StrengthEnum, required: true, description: 'How much it tells.' }),
  }),
})

const OwnAddInput = builder.inputType('OwnHypothesisAddInput', {
  description: "A possible cause in one's own words.",
  fields: t => ({
    investigationId: t.id({ required: true, description: 'Which investigation.' }),
    statement: t.string({ required: true, description: 'What one supposes, in 1 to 500 characters.' }),
    predictions: t.field({
      type: [OwnPredictionInput],
      required: true,
      description: 'What it predicts: 1 to 5 things.',
    }),
  }),
})

const range = ({ min, max }: typeof RangeInput.$inferInput) => ({ min: min ?? null, max: max ?? null })
const codes: Partial<Readonly<Record<OwnRefusal['code'], ErrorCode>>> = {
  'not-found': 'NOT_FOUND',
  'not-running': 'NOT_RUNNING',
  'too-early': 'CONFLICT',
  'proposed-already': 'CONFLICT',
  'query-refused': 'QUERY_REFUSED',
}

builder.mutationField('ownHypothesisAdd', t =>
  t.field({
    type: SteeredPayload,
    errors: errors('OwnHypothesisAdd'),
    description: `Lets a cause in one's own words be tested by one's own queries, under the policy, and judged by the rule. ${permission} Events: OWN_HYPOTHESIS_ADDED.`,
    args: { input: t.arg({ type: OwnAddInput, required: true, description: 'The cause.' }) },
    resolve: async (_root, { input: { investigationId, statement, predictions } }, context) => {
      const [uuid, caller] = [uuidOf('Investigation', investigationId), callerOf(context)]
      if (uuid === null) throw notFound('investigation', 'investigationId')
      const id = asId<InvestigationId>(uuid)
      const wish = {
        statement,
        predictions: predictions.map(each => ({ ...each, ifTrue: range(each.ifTrue), ifFalse: range(each.ifFalse) })),
      }
      const added = await context.app.addOwnHypothesis({ tenantId: caller.tenantId, investigationId: id }, wish, caller)
      if (added.ok) return { id }
      const { code, message, path } = added.problem
      throw new InputError(codes[code] ?? 'INVALID_INPUT', message, path.length > 0 ? [...path] : ['investigationId'])
    },
  }),
)

const OwnDropInput = builder.inputType('OwnHypothesisDropInput', {
  description: "A cause in a person's own words to leave out.",
  fields: t => ({
    investigationId: t.id({ required: true, description: 'Which investigation.' }),
    hypothesisId: t.id({ required: true, description: 'Which of its own hypotheses.' }),
    reason: t.string({ description: 'Why, in up to 2,000 characters.' }),
  }),
})

builder.mutationField('ownHypothesisDrop', t =>
  t.field({
    type: SteeredPayload,
    errors: errors('OwnHypothesisDrop'),
    description: `Takes a cause in a person's own words out of the case; the report says so. ${permission} Events: OWN_HYPOTHESIS_DROPPED.`,
    args: { input: t.arg({ type: OwnDropInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      steer(context, input.investigationId, {
        kind: 'dropOwn',
        hypothesis: input.hypothesisId,
        reason: input.reason ?? null,
      }),
  }),
)
