import { randomUUID } from 'node:crypto'
import type { MariadbServer } from './mariadbServer.ts'

/** A database with a user of its own, as a warehouse that is to be connected. */
export const mariadbLogin = async (
  { admin, port }: MariadbServer,
  statements: readonly string[],
  grants: (user: string, database: string) => readonly string[],
) => {
  const [database, user, password] = [
    `db_${randomUUID().slice(0, 8)}`,
    `u_${randomUUID().slice(0, 8)}`,
    `planted-canary-${randomUUID()}`,
  ]
  await admin.query(`CREATE DATABASE ${database}`)
  await admin.query(`USE ${database}`)
  for (const sql of [...statements, `CREATE USER ${user} IDENTIFIED BY '${password}'`, ...grants(user, database)])
    await admin.query(sql)
  return {
    database,
    user,
    password,
    settings: { host: '127.0.0.1', port, database, user, ssl: 'disable' },
    async remove() {
      await admin.query(`DROP USER ${user}`)
      await admin.query(`DROP DATABASE ${database}`)
    },
  }
}

export const READ_DATABASE = (user: string, database: string) => [`GRANT SELECT, SHOW VIEW ON ${database}.* TO ${user}`]
