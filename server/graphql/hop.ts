import type { Hop } from '../core/finding/report.ts'
import { builder } from './builder.ts'
import { wordEnum } from './words.ts'

const HopStateEnum = wordEnum<Hop['state']>('HopState', 'Whether a table upstream moved as the one asked about did.', {
  moved: 'It moved as well.',
  notMoved: 'It did not.',
  notCheckable: 'It could not be compared.',
})

export const HopObject = builder.objectRef<Hop>('Hop').implement({
  description: 'A table upstream, as stored lineage tells, or else its columns and its name.',
  fields: t => ({
    schema: t.string({ description: 'Its schema.', resolve: ({ table }) => table.schema }),
    table: t.string({ description: 'Its name.', resolve: ({ table }) => table.name }),
    state: t.expose('state', { type: HopStateEnum, description: 'Whether it moved as well.' }),
    inferred: t.boolean({
      description: 'Whether that it lies upstream is told by its columns rather than by lineage.',
      resolve: ({ inferred }) => inferred ?? true,
    }),
    observed: t.exposeFloat('observed', { nullable: true, description: 'The metric there on the day asked about.' }),
    usual: t.exposeFloat('usual', { nullable: true, description: 'The median of the normal days there.' }),
    share: t.exposeFloat('share', {
      nullable: true,
      description: 'How far it moved over how far the table asked about did; null where the two cannot be compared.',
    }),
  }),
})
