import pg from 'pg'

/** Runs statements in one of a server's databases, as whoever its URL names. */
export const administer = async (serverUrl: string, database: string, statements: readonly string[]) => {
  const url = new URL(serverUrl)
  url.pathname = database
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
