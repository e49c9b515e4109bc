// Our questions to BigQuery's catalogue. Names of project and dataset were held to letters, digits, - and _ by the settings; tables come as a parameter.
export type TableRow = {
  readonly name: string
  readonly type: string
  readonly row_count: string | null
  readonly bytes: string | null
  readonly changed_ms: string | null
  readonly description: string | null
}
export type ColumnRow = {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly nullable: string
  readonly partitioning: string | null
  readonly clustering: string | null
  readonly description: string | null
}
export type KeyRow = {
  readonly table: string
  readonly key: string
  readonly type: string
  readonly column: string
  readonly to_schema: string | null
  readonly to_table: string | null
  readonly to_column: string | null
}

const in_ = (project: string, dataset: string) => `\`${project}\`.\`${dataset}\``

/** INFORMATION_SCHEMA tells rows and sizes by region only, to those who may see the whole project; `__TABLES__` tells them to whoever reads the dataset. */
export const tablesText = (project: string, dataset: string, some: boolean) => {
  const place = in_(project, dataset)
  return `SELECT t.table_name AS name, t.table_type AS type, s.row_count AS row_count, s.size_bytes AS bytes, s.last_modified_time AS changed_ms, o.option_value AS description
    FROM ${place}.INFORMATION_SCHEMA.TABLES AS t LEFT JOIN ${place}.__TABLES__ AS s ON s.table_id = t.table_name
    LEFT JOIN ${place}.INFORMATION_SCHEMA.TABLE_OPTIONS AS o ON o.table_name = t.table_name AND o.option_name = 'description'
    ${some ? 'WHERE t.table_name IN UNNEST(@tables)' : ''} ORDER BY t.table_name`
}

export const viewsText = (project: string, dataset: string) =>
  `SELECT table_name AS name, view_definition AS text FROM ${in_(project, dataset)}.INFORMATION_SCHEMA.VIEWS WHERE table_name IN UNNEST(@tables)`

export const columnsText = (project: string, dataset: string) => {
  const place = in_(project, dataset)
  return `SELECT c.table_name AS \`table\`, c.column_name AS name, c.data_type AS type, c.is_nullable AS nullable, c.is_partitioning_column AS partitioning,
      c.clustering_ordinal_position AS clustering, p.description AS description
    FROM ${place}.INFORMATION_SCHEMA.COLUMNS AS c
    LEFT JOIN ${place}.INFORMATION_SCHEMA.COLUMN_FIELD_PATHS AS p ON p.table_name = c.table_name AND p.field_path = c.column_name
    WHERE c.table_name IN UNNEST(@tables) ORDER BY c.table_name, c.ordinal_position`
}

/** A column of a foreign key refers to the column that has its position within the primary key there. */
export const keysText = (project: string, dataset: string) => {
  const place = `${in_(project, dataset)}.INFORMATION_SCHEMA`
  return `SELECT k.table_name AS \`table\`, k.constraint_name AS key, c.constraint_type AS type, k.column_name AS \`column\`,
      u.table_schema AS to_schema, u.table_name AS to_table, u.column_name AS to_column
    FROM ${place}.KEY_COLUMN_USAGE AS k JOIN ${place}.TABLE_CONSTRAINTS AS c ON c.constraint_name = k.constraint_name
    LEFT JOIN (
      SELECT f.constraint_name, f.table_schema, f.table_name, f.column_name, p.ordinal_position
      FROM ${place}.CONSTRAINT_COLUMN_USAGE AS f
      JOIN ${place}.KEY_COLUMN_USAGE AS p ON p.table_name = f.table_name AND p.column_name = f.column_name AND p.position_in_unique_constraint IS NULL
    ) AS u ON u.constraint_name = k.constraint_name AND u.ordinal_position = k.position_in_unique_constraint
    WHERE k.table_name IN UNNEST(@tables) ORDER BY k.table_name, k.constraint_name, k.ordinal_position`
}
