import { z } from 'zod'
import { placeOfBigquery } from './bigquery/bigqueryAddress.ts'
import { bigqueryDialect } from './bigqueryDialect.ts'
import { defineDataSource } from './defineDataSource.ts'

export const bigquery = defineDataSource({
  kind: 'bigquery',
  label: 'Google BigQuery',
  dialect: bigqueryDialect,
  greeting: 'https',
  placeOf: placeOfBigquery,
  settings: z.strictObject({
    project: z
      .string()
      .trim()
      .max(100)
      .regex(/^([a-z0-9.-]+:)?[a-z][a-z0-9-]+$/, 'Give the id of the project, in lower case, such as acme-analytics.')
      .meta({
        label: 'Project',
        description: 'The id of the project in which the datasets are, and in which queries run and are billed.',
        example: 'acme-analytics',
      }),
    datasets: z
      .string()
      .trim()
      .max(2000)
      .regex(/^\w+(\s*,\s*\w+)*$/, 'Give the names of datasets, separated by commas, without the project.')
      .meta({
        label: 'Datasets',
        description: 'The datasets that may be read, separated by commas. The first is meant where a query names none.',
        example: 'shop, finance',
      }),
    location: z
      .string()
      .trim()
      .max(50)
      .regex(/^[A-Za-z0-9-]+$/, 'Give a location such as EU or europe-west3.')
      .default('US')
      .meta({ label: 'Location', description: 'Where the datasets are; all in one place.', example: 'EU' }),
    key: z.string().max(20_000).optional().meta({
      label: 'Service account key',
      description:
        'The JSON file of a key. Empty: the application default credentials of this server, where the operator allows it. Stored encrypted, never shown again.',
      example: '{"type": "service_account", …}',
      secret: true,
    }),
    mostGigabytes: z.int().min(1).max(1_000_000).default(100).meta({
      label: 'Gigabytes per query',
      description: 'BigQuery refuses a query that would be billed for more, before it runs.',
      example: 100,
    }),
    apiEndpoint: z.string().trim().max(300).optional().meta({
      label: 'Address',
      description:
        'Only for an address of your own, such as a private endpoint. Outside googleapis.com the operator must allow private hosts.',
      example: 'https://bigquery-acme.p.googleapis.com',
      address: true,
    }),
  }),
  async connect(settings, options) {
    const { connectBigquery } = await import('./bigquery/connectBigquery.ts')
    return connectBigquery(settings, options)
  },
})
