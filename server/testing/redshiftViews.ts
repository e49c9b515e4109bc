/** The views of Redshift's catalogue that we read, made of PostgreSQL's own: a stand-in, since Redshift itself cannot be had. */
export const redshiftViews = [
  `CREATE VIEW svv_tables AS SELECT table_schema::text, table_name::text, table_type::text FROM information_schema.tables WHERE table_name NOT LIKE 'svv%'`,
  `CREATE VIEW svv_columns AS SELECT table_schema::text, table_name::text, column_name::text, data_type::text, is_nullable::text, ordinal_position::int
    FROM information_schema.columns`,
  `CREATE VIEW svv_table_info AS SELECT n.nspname::text AS schema, c.relname::text AS "table", c.reltuples::bigint AS tbl_rows
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.reltuples > 0`,
]
