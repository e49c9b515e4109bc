import {
  measuredAccuracy,
  type MeasuredAccuracy,
  type Rate,
  type ReliabilityBin,
} from '../core/evidence/measuredAccuracy.ts'
import { wilsonInterval } from '../core/shared/statisticsInterval.ts'
import { builder } from './builder.ts'
import { faultKindOf, faultLabel } from './faultKind.ts'

const RateObject = builder.objectRef<Rate>('Rate').implement({
  description: 'How often something was right.',
  fields: t => ({
    right: t.exposeInt('right', { description: 'Times it was.' }),
    of: t.exposeInt('of', { description: 'Times it was asked.' }),
    low: t.float({
      description: 'Lower end of the 95 % interval of the share, 0..1.',
      resolve: ({ right, of }) => wilsonInterval(right, of).low,
    }),
    high: t.float({ description: 'Its upper end.', resolve: ({ right, of }) => wilsonInterval(right, of).high }),
  }),
})

const BinObject = builder.objectRef<ReliabilityBin>('ReliabilityBin').implement({
  description: 'Causes claimed with about the same confidence.',
  fields: t => ({
    from: t.exposeFloat('from', { description: 'Least confidence, 0..1.' }),
    to: t.exposeFloat('to', { description: 'Most confidence, 0..1.' }),
    confidence: t.exposeFloat('confidence', { description: 'Mean confidence of those in it.' }),
    rate: t.field({ type: RateObject, description: 'How many of them were right.', resolve: bin => bin }),
  }),
})

const FaultAccuracyObject = builder.objectRef<MeasuredAccuracy['faults'][number]>('FaultAccuracy').implement({
  description: 'How often one kind of fault is found.',
  fields: t => ({
    label: t.string({
      description: 'What was injected, in words.',
      resolve: ({ kind }) => (kind === 'externalCause' ? 'A cause outside the columns' : faultLabel[faultKindOf(kind)]),
    }),
    cause: t.expose('cause', { type: RateObject, description: 'How often it was named.' }),
  }),
})

const OutsideAccuracyObject = builder.objectRef<MeasuredAccuracy['outside']>('OutsideAccuracy').implement({
  description: 'The same on warehouses and faults by somebody who knew neither the engine nor our benchmark.',
  fields: t => ({
    cause: t.expose('cause', { type: RateObject, description: 'The cause was claimed, and right.' }),
    falseCauses: t.expose('falseCauses', {
      type: RateObject,
      description: 'A cause was claimed where nothing was wrong.',
    }),
  }),
})

const AccuracyObject = builder.objectRef<MeasuredAccuracy>('Accuracy').implement({
  description: 'What the benchmark of injected faults found, on cases that nobody looked at while building.',
  fields: t => ({
    measuredOn: t.exposeString('measuredOn', { description: 'The day it ran, YYYY-MM-DD.' }),
    command: t.exposeString('command', { description: 'What to run to measure it again.' }),
    cause: t.expose('cause', { type: RateObject, description: 'The cause was claimed, and right.' }),
    segment: t.expose('segment', {
      type: RateObject,
      description: 'The segment was exactly right, where one was injected.',
    }),
    onset: t.expose('onset', {
      type: RateObject,
      description: 'The onset was right to the hour, or to the day for faults that began at midnight.',
    }),
    falseCauses: t.expose('falseCauses', {
      type: RateObject,
      description: 'A cause was claimed where nothing was wrong; the fewer the better.',
    }),
    calibrationError: t.exposeFloat('calibrationError', {
      description: 'How far stated confidence and truth are apart on average, 0..1.',
    }),
    bins: t.expose('bins', {
      type: [BinObject],
      description: 'How often a stated confidence is right, from the least sure on.',
    }),
    outside: t.expose('outside', { type: OutsideAccuracyObject, description: 'On data that is not ours.' }),
    faults: t.expose('faults', {
      type: [FaultAccuracyObject],
      description: 'By the kind of fault, most often right first.',
    }),
  }),
})

builder.queryField('confirmedVerdicts', t =>
  t.field({
    type: RateObject,
    description:
      'Of the reports of this workspace that people held against what they found, those that were right. Permission: investigations:read.',
    resolve: async (_root, _args, { readDb }) => {
      const told = { withdrawnAt: null, isConfirmed: { not: null } }
      const [of, right] = await Promise.all([
        readDb.verdictLabel.count({ where: told }),
        readDb.verdictLabel.count({ where: { ...told, isConfirmed: true } }),
      ])
      return { right, of }
    },
  }),
)

builder.queryField('accuracy', t =>
  t.field({
    type: AccuracyObject,
    description: 'How far the findings can be trusted, as measured. Permission: signedIn.',
    resolve: () => measuredAccuracy,
  }),
)
