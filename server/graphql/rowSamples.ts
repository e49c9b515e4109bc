import type { RowSamples } from '../core/finding/report.ts'
import { builder } from './builder.ts'
import { RanQuery } from './ranQuery.ts'

export const RowSamplesObject = builder
  .objectRef<RowSamples & { readonly investigationId: string }>('RowSamples')
  .implement({
    description:
      'A few affected rows and a few from before, at most twenty of each, with whatever belongs to a person masked.',
    fields: t => ({
      bad: t.field({
        type: RanQuery,
        nullable: true,
        description: 'The affected rows; null where none can be pointed at.',
        resolve: ({ bad, investigationId }, _args, { loaders }) =>
          bad === null ? null : loaders.query.load({ investigationId, queryId: bad }),
      }),
      good: t.field({
        type: RanQuery,
        nullable: true,
        description: 'Rows from before to hold beside them.',
        resolve: ({ good, investigationId }, _args, { loaders }) =>
          good === null ? null : loaders.query.load({ investigationId, queryId: good }),
      }),
      sameSegment: t.exposeBoolean('same', {
        description: 'Whether the rows from before are of the same segments; false where those are new.',
      }),
      maskedColumns: t.stringList({
        description: 'Columns in which values were replaced by tokens (email_3).',
        resolve: ({ masked }) => [...masked],
      }),
    }),
  })
