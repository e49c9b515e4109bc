import type { Evidence } from '../core/evidence/evidence.ts'
import type { Prediction, Strength } from '../core/hypothesis/hypothesis.ts'
import { builder } from './builder.ts'
import { queriesOf, RanQuery } from './ranQuery.ts'
import { rangeText } from './wording.ts'
import { wordEnum } from './words.ts'

export const StrengthEnum = wordEnum<Strength>('Strength', 'How much a prediction tells.', {
  decisive: 'It nearly decides.',
  strong: 'It tells much.',
  weak: 'It tells a little.',
})

type FavoursWord = 'for' | 'against' | 'neither'

const Favours = wordEnum<FavoursWord>('Favours', 'Which way evidence points.', {
  for: 'For the hypothesis.',
  against: 'Against the hypothesis.',
  neither: 'Neither way.',
})

type Weighed = Pick<Evidence, 'observed' | 'text' | 'nats' | 'queries'>
type CaseEvidence = Weighed & { readonly investigationId: string }
type CasePrediction = {
  readonly investigationId: string
  readonly prediction: Pick<Prediction, 'id' | 'claim' | 'unit' | 'ifTrue' | 'ifFalse' | 'strength'>
  readonly evidence: Weighed | null
}

const EvidenceObject = builder.objectRef<CaseEvidence>('Evidence').implement({
  description: 'What the queries said about one prediction.',
  fields: t => ({
    observed: t.exposeFloat('observed', {
      nullable: true,
      description: 'The number read off the answers; null where it could not be read.',
    }),
    text: t.exposeString('text', { description: 'The observation as a sentence with its numbers.' }),
    favours: t.field({
      type: Favours,
      description: 'Which way it points.',
      resolve: ({ nats }) => (nats > 0 ? 'for' : nats < 0 ? 'against' : 'neither'),
    }),
    nats: t.exposeFloat('nats', { description: 'Log-likelihood ratio: positive for, negative against.' }),
    queries: t.field({
      type: [RanQuery],
      description: 'The queries that gave the number.',
      resolve: ({ investigationId, queries }, _args, context) => queriesOf(context, investigationId, queries),
    }),
  }),
})

export const PredictionObject = builder.objectRef<CasePrediction>('Prediction').implement({
  description: 'What a hypothesis expects to see, said before the query that shows it may run.',
  fields: t => ({
    id: t.id({ description: 'Unique within the case.', resolve: ({ prediction }) => prediction.id }),
    claim: t.string({ description: 'What it expects, as a sentence.', resolve: ({ prediction }) => prediction.claim }),
    ifTrue: t.string({
      description: "The range expected if the hypothesis is true, in words: 'at least 80 %'.",
      resolve: ({ prediction }) => rangeText(prediction.ifTrue, prediction.unit),
    }),
    ifFalse: t.string({
      description: 'The range expected if it is false, in words.',
      resolve: ({ prediction }) => rangeText(prediction.ifFalse, prediction.unit),
    }),
    strength: t.field({
      type: StrengthEnum,
      description: 'How much it tells.',
      resolve: ({ prediction }) => prediction.strength,
    }),
    evidence: t.field({
      type: EvidenceObject,
      nullable: true,
      description: 'What came of it; null until it has been weighed.',
      resolve: ({ investigationId, evidence }) => (evidence === null ? null : { ...evidence, investigationId }),
    }),
  }),
})
