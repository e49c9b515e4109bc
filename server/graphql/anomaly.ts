import type { Onset } from '../core/finding/finding.ts'
import type { Anomaly, SeriesPoint } from '../core/metric/anomaly.ts'
import { builder } from './builder.ts'
import { wordEnum } from './words.ts'

const Direction = wordEnum<Anomaly['direction']>('Direction', 'Which way a value left its band.', {
  up: 'Above what was expected.',
  down: 'Below what was expected.',
})

const AnomalyShape = wordEnum<NonNullable<Anomaly['shape']>>('AnomalyShape', 'How the metric moved.', {
  step: 'It jumped and stayed.',
  spike: 'It jumped and came back.',
  ramp: 'It drifted.',
})

const OnsetPrecision = wordEnum<Onset['precision']>('OnsetPrecision', 'How exactly an onset is known.', {
  hour: 'To the hour.',
  day: 'To the day.',
})

export const OnsetObject = builder.objectRef<Onset>('Onset').implement({
  description: 'When it began.',
  fields: t => ({
    at: t.exposeString('at', { description: 'ISO 8601: an instant for HOUR, YYYY-MM-DD for DAY.' }),
    precision: t.expose('precision', { type: OnsetPrecision, description: 'How exactly it is known.' }),
  }),
})

const SeriesPointObject = builder.objectRef<SeriesPoint>('SeriesPoint').implement({
  description: 'One day (or hour) of the metric.',
  fields: t => ({
    at: t.exposeString('at', { description: 'The day, YYYY-MM-DD, or the hour, ISO 8601.' }),
    value: t.exposeFloat('value', {
      nullable: true,
      description: 'The value; null where there are no rows to compute it from.',
    }),
    rows: t.exposeFloat('rows', { description: 'Rows it was computed from.' }),
    expected: t.exposeFloat('expected', {
      nullable: true,
      description: 'The expected value; null where history is too short.',
    }),
    low: t.exposeFloat('low', { nullable: true, description: 'Lower end of the expected band.' }),
    high: t.exposeFloat('high', { nullable: true, description: 'Upper end of the expected band.' }),
  }),
})

export const AnomalyObject = builder.objectRef<Anomaly>('Anomaly').implement({
  description: "The deviation as measured, in the metric's unit.",
  fields: t => ({
    observed: t.exposeFloat('observed', {
      nullable: true,
      description: 'The value of the day; null where there are no rows to compute it from.',
    }),
    expected: t.exposeFloat('expected', { description: 'What the baseline expects.' }),
    low: t.exposeFloat('low', { description: 'Lower end of the expected band.' }),
    high: t.exposeFloat('high', { description: 'Upper end of the expected band.' }),
    score: t.exposeFloat('score', { description: 'Deviation in robust standard deviations.' }),
    direction: t.expose('direction', { type: Direction, description: 'Which way it left the band.' }),
    onset: t.expose('onset', {
      type: OnsetObject,
      nullable: true,
      description: 'When it began; null where that cannot be told.',
    }),
    shape: t.expose('shape', {
      type: AnomalyShape,
      nullable: true,
      description: 'How it moved; null where that cannot be told.',
    }),
    days: t.field({
      type: ['Date'],
      description: 'The days that show it, from the onset to the last one measured.',
      resolve: ({ days }) => [...days],
    }),
    baselineDays: t.field({
      type: ['Date'],
      description: 'The normal days it is compared with, newest first.',
      resolve: ({ baselineDays }) => [...baselineDays],
    }),
    series: t.field({
      type: [SeriesPointObject],
      description: 'The metric over time with its expected band, for the chart.',
      resolve: ({ series }) => [...series],
    }),
  }),
})
