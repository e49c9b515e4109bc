import { connectPostgres } from '../postgres/connectPostgres.ts'
import type { PostgresSettings } from '../postgres/openClient.ts'
import { redshiftDialect } from '../redshiftDialect.ts'
import { describeTables, listTables } from './describeRedshift.ts'
import { estimateRedshift } from './estimateRedshift.ts'
import { proveRedshiftReadOnly } from './proveRedshiftReadOnly.ts'
import { readViews } from './readRedshiftViews.ts'
import { reportLogin } from './reportRedshiftLogin.ts'

type Options = Parameters<typeof connectPostgres>[1]

/** Settings of a session, as far as Redshift has them. */
const session = (timeoutMs: number) => [
  `SET statement_timeout = ${timeoutMs}`,
  'SET search_path = public',
  `SET timezone = 'UTC'`,
  `SET datestyle = 'ISO, YMD'`,
  'SET extra_float_digits = 0',
]

/** Redshift, on PostgreSQL's wire: its own catalogue, its own dialect, fewer settings. */
export const connectRedshift = (settings: PostgresSettings, options: Options) =>
  connectPostgres(settings, options, {
    dialect: redshiftDialect,
    session,
    listTables,
    describeTables,
    readViews,
    estimate: estimateRedshift,
    prove: proveRedshiftReadOnly,
    reportLogin,
    isStandby: async () => false,
    name: 'Redshift',
  })
