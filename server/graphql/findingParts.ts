// The parts of a finding beyond its sentences. Reports made before there were such parts have none of them.
import type { Confidences } from '../core/finding/finding.ts'
import type { Shape } from '../core/finding/report.ts'
import { AlternativeObject } from './alternative.ts'
import { builder } from './builder.ts'
import { ConfidenceObject } from './confidence.ts'
import { DraftTestObject, RepairObject } from './draftTest.ts'
import { FindingObject, ofCase, StatementObject } from './finding.ts'
import { HopObject } from './hop.ts'
import { ImpactObject } from './impact.ts'
import { ProofObject } from './proof.ts'
import { RowSamplesObject } from './rowSamples.ts'
import { wordEnum } from './words.ts'

const ShapeEnum = wordEnum<Shape>('Shape', 'The course of an anomaly.', {
  step: 'It came and stays.',
  ramp: 'It grows.',
  pulse: 'It came and went.',
  oneDay: 'It was one day.',
})

const ConfidencesObject = builder.objectRef<Confidences>('Confidences').implement({
  description: 'How sure of each part; the headline is the least of those that the conclusion needs.',
  fields: t => ({
    where: t.expose('where', { type: ConfidenceObject, description: 'That it sits in the segments named.' }),
    mechanism: t.expose('mechanism', { type: ConfidenceObject, description: 'That it is this kind of fault.' }),
    origin: t.expose('origin', { type: ConfidenceObject, description: 'That it was born in the table named.' }),
  }),
})

builder.objectFields(FindingObject, t => ({
  prose: t.field({
    type: [StatementObject],
    description:
      "The report in a model's words; code removed every sentence that rests on no evidence. Empty without a model.",
    resolve: ({ prose, investigationId }) => ofCase(prose ?? [], investigationId),
  }),
  notes: t.field({
    type: [StatementObject],
    description: 'How far was looked, and why no further.',
    resolve: ({ notes, investigationId }) => ofCase(notes ?? [], investigationId),
  }),
  shape: t.field({
    type: ShapeEnum,
    nullable: true,
    description: 'How it went over time; null where that cannot be told.',
    resolve: ({ shape }) => shape ?? null,
  }),
  impact: t.field({
    type: ImpactObject,
    nullable: true,
    description: 'What it comes to; null where that cannot be told.',
    resolve: ({ impact }) => impact ?? null,
  }),
  confidences: t.field({
    type: ConfidencesObject,
    nullable: true,
    description: 'How sure of each part; null without an anomaly, and in reports made before there were parts.',
    resolve: ({ confidences }) => confidences ?? null,
  }),
  alternatives: t.field({
    type: [AlternativeObject],
    description: 'Other explanations, the nearest first, with what each predicted and what was seen instead.',
    resolve: ({ alternatives, investigationId }) =>
      (alternatives ?? []).map(alternative => ({ ...alternative, investigationId })),
  }),
  upstream: t.field({
    type: [HopObject],
    description: 'Tables upstream, the nearest first, up to the first that did not move.',
    resolve: ({ upstream }) => [...(upstream ?? [])],
  }),
  samples: t.field({
    type: RowSamplesObject,
    nullable: true,
    description: 'A few affected rows beside a few from before, masked; null where none were kept.',
    resolve: ({ samples, investigationId }) => (samples ? { ...samples, investigationId } : null),
  }),
  proofs: t.field({
    type: [ProofObject],
    description: 'The query that gives each number of the report again.',
    resolve: ({ proofs }) => [...(proofs ?? [])],
  }),
  draftTests: t.field({
    type: [DraftTestObject],
    description: 'A check that would have caught it, in the words of several tools.',
    resolve: ({ draftTests }) => [...(draftTests ?? [])],
  }),
  repair: t.field({
    type: RepairObject,
    nullable: true,
    description: 'What the rows would be once repaired; null where no safe way can be told.',
    resolve: ({ repair }) => repair ?? null,
  }),
}))
