import { ensurePython } from './pythonPlace.mjs'

/** What the stand-in of BigQuery is made of, pinned: the translation must not change under the tests. */
const PACKAGES = ['sqlglot==30.30.0', 'duckdb==2.0.1', 'PyJWT==2.15.1', 'cryptography>=42', 'pytz']

/** The environment in which the tests find the stand-in; empty where it cannot be had. */
export const ensureBigquery = async () => {
  const python = await ensurePython({
    title: 'BigQuery stand-in',
    name: 'bigquery-standin-1',
    packages: PACKAGES,
    imports: 'sqlglot, duckdb, jwt, cryptography',
  })
  return python === null ? {} : { BIGQUERY_PYTHON: python }
}
