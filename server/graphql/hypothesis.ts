import { wordOf as confidenceWordOf } from '../core/finding/confidence.ts'
import type { Verdict } from '../core/hypothesis/hypothesis.ts'
import { builder } from './builder.ts'
import { ConfidenceWord } from './confidence.ts'
import { faultKindOf, faultLabel, FaultKindEnum } from './faultKind.ts'
import { uuidOrNone } from './globalId.ts'
import { PredictionObject } from './prediction.ts'
import { storedEvidence, storedPredictions } from './stored.ts'
import { wordEnum, wordOf } from './words.ts'

const verdicts: Readonly<Record<Verdict, string>> = {
  open: 'Not weighed yet.',
  supported: 'The evidence speaks for it.',
  refuted: 'The evidence speaks against it.',
  inconclusive: 'The evidence does not decide.',
}

export const VerdictEnum = wordEnum(
  'Verdict',
  'What the evidence makes of a hypothesis; set by rule, never by a model.',
  verdicts,
)

export const DroppedObject = builder
  .objectRef<{ readonly by: string; readonly because: string | null }>('DroppedHypothesis')
  .implement({
    description: 'That somebody took a hypothesis out of its case.',
    fields: t => ({
      byName: t.exposeString('by', { description: 'Who, by the name they had then.' }),
      because: t.exposeString('because', { nullable: true, description: 'Why, in their words.' }),
    }),
  })

export const Hypothesis = builder.prismaNode('HypothesisView', {
  name: 'Hypothesis',
  description: 'A possible cause that queries can test.',
  id: { resolve: ({ investigationId, kind }) => `${investigationId}:${kind}` },
  nullable: true,
  findUnique: id => {
    const [investigationId, kind] = id.split(':')
    return { investigationId_kind: { investigationId: uuidOrNone(investigationId), kind: kind ?? '' } }
  },
  fields: t => ({
    kind: t.field({
      type: FaultKindEnum,
      description: 'The kind of fault it supposes.',
      resolve: ({ kind }) => faultKindOf(kind),
    }),
    label: t.string({
      description: "The kind in words: 'Nulls from an app release'.",
      resolve: ({ kind }) => faultLabel[faultKindOf(kind)],
    }),
    statement: t.exposeString('statement', { description: 'What it says, as a sentence.' }),
    verdict: t.field({
      type: VerdictEnum,
      description: 'What the evidence makes of it.',
      resolve: ({ verdict }) => wordOf(verdicts, verdict),
    }),
    addedBy: t.exposeString('addedBy', {
      nullable: true,
      description: 'Who added it, by the name they had then; null where the rules proposed it.',
    }),
    dropped: t.field({
      type: DroppedObject,
      nullable: true,
      description: 'Who took it out of the case, and why; null where it stands.',
      resolve: ({ droppedBy, droppedBecause }) =>
        droppedBy === null ? null : { by: droppedBy, because: droppedBecause },
    }),
    probability: t.exposeFloat('probability', {
      description: 'Among the hypotheses of the case, 0..1; show the word, the number on hover.',
    }),
    word: t.field({
      type: ConfidenceWord,
      description: 'The probability in a word.',
      resolve: ({ probability }) => confidenceWordOf(probability),
    }),
    predictions: t.field({
      type: [PredictionObject],
      description: 'What it expects to see, registered before the queries ran.',
      resolve: ({ investigationId, predictions, evidence }) => {
        const weighed = storedEvidence(evidence)
        return storedPredictions(predictions).map(prediction => ({
          investigationId,
          prediction,
          evidence: weighed.find(each => each.prediction === prediction.id) ?? null,
        }))
      },
    }),
  }),
})
