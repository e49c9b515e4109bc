import type { Proof, ProvenNumber } from '../core/finding/report.ts'
import { builder } from './builder.ts'
import { MetricUnitEnum } from './metric.ts'

const ProvenNumberObject = builder.objectRef<ProvenNumber>('ProvenNumber').implement({
  description: 'A number of the report.',
  fields: t => ({
    name: t.exposeString('name', { description: 'What it is, unique within its proof.' }),
    value: t.exposeFloat('value', {
      nullable: true,
      description: 'Its value; null where there were no rows to compute it from.',
    }),
    unit: t.expose('unit', { type: MetricUnitEnum, description: 'How it is printed.' }),
  }),
})

export const ProofObject = builder.objectRef<Proof>('Proof').implement({
  description: 'Numbers of the report and the query that gives them again.',
  fields: t => ({
    name: t.string({ description: 'For `queryRerun`.', resolve: ({ id }) => `proof:${id}` }),
    title: t.exposeString('title', { description: 'Which numbers they are, as a phrase.' }),
    sql: t.exposeString('sql', { description: "Runnable as it stands, in the data source's dialect." }),
    numbers: t.field({
      type: [ProvenNumberObject],
      description: 'The numbers as the report has them.',
      resolve: ({ numbers }) => [...numbers],
    }),
  }),
})
