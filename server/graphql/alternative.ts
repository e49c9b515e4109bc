import type { Alternative, AlternativeVerdict } from '../core/finding/report.ts'
import { builder } from './builder.ts'
import { FaultKindEnum } from './faultKind.ts'
import { queriesOf, RanQuery } from './ranQuery.ts'
import { rangeText } from './wording.ts'
import { wordEnum } from './words.ts'

const AlternativeVerdictEnum = wordEnum<AlternativeVerdict>('AlternativeVerdict', 'What came of another explanation.', {
  refuted: 'It predicted otherwise.',
  weak: 'It fits less well than the one told.',
  notCheckable: 'Nothing at hand could tell.',
})

export const AlternativeObject = builder
  .objectRef<Alternative & { readonly investigationId: string }>('Alternative')
  .implement({
    description: 'Another explanation of the anomaly, and the one observation that tells most about it.',
    fields: t => ({
      name: t.string({
        description:
          "Unique within the finding: the kind of fault, or a check that belongs to every report ('chance').",
        resolve: ({ id }) => id,
      }),
      kind: t.expose('kind', {
        type: FaultKindEnum,
        nullable: true,
        description: 'The kind of fault; null for the checks that belong to every report.',
      }),
      title: t.exposeString('title', { description: 'What it is, as a phrase.' }),
      claim: t.exposeString('claim', { description: 'What it would have shown, as a sentence.' }),
      predicted: t.string({
        description: "The range it predicts, in words: 'at least 80 %'.",
        resolve: ({ predicted, unit }) => rangeText(predicted, unit),
      }),
      observed: t.exposeFloat('observed', {
        nullable: true,
        description: 'The number seen; null where none could be read.',
      }),
      text: t.exposeString('text', { description: 'The observation as a sentence with its numbers.' }),
      verdict: t.expose('verdict', { type: AlternativeVerdictEnum, description: 'What came of it.' }),
      nats: t.exposeFloat('nats', {
        description: 'Log-likelihood ratio of the observation: negative speaks against it.',
      }),
      queries: t.field({
        type: [RanQuery],
        description: 'The queries that gave the number; each can be run again.',
        resolve: ({ investigationId, queries }, _args, context) => queriesOf(context, investigationId, queries),
      }),
    }),
  })
