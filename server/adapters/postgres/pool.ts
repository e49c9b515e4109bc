import pg from 'pg'

/**
 * Connections to our own database. A statement is stopped by the server after half a minute and given up here shortly after, so that a server that went
 * away without a word never holds a caller. `onProblem` hears of idle connections that broke; the pool replaces them.
 */
export const createPool = (connectionString: string, onProblem: (problem: Error) => void, max = 10): pg.Pool => {
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: 'dataing',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    query_timeout: 35_000,
  })
  pool.on('error', onProblem)
  return pool
}
