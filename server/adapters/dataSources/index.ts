import { bigquery } from './bigquery.ts'
import { duckdb } from './duckdb.ts'
import { mysql } from './mysql.ts'
import { postgres } from './postgres.ts'
import { redshift } from './redshift.ts'
import { snowflake } from './snowflake.ts'
import { trino } from './trino.ts'

/** Every kind of data source: a new one is a file in this folder and a line here. */
export const dataSources = [bigquery, duckdb, mysql, postgres, redshift, snowflake, trino] as const
