import type { LineageSource } from '../gql/graphql.ts'

/** Who told it. */
export const sourceWords: Readonly<Record<LineageSource, string>> = {
  FOREIGN_KEY: 'foreign key',
  DBT: 'dbt',
  OPEN_LINEAGE: 'OpenLineage',
  VIEW: 'view',
}
