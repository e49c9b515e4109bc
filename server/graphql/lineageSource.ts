import type { LineageSource } from '../core/dataset/lineage.ts'
import { wordEnum } from './words.ts'

export const lineageSourceEnum = wordEnum<LineageSource>(
  'LineageSource',
  'Who says that one table goes into another.',
  {
    foreignKey: 'A foreign key refers to it.',
    dbt: 'A dbt manifest.',
    openLineage: 'An OpenLineage event.',
    view: 'The definition of a view.',
  },
)
