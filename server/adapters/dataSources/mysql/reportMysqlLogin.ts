import type { LoginReport } from '../../../core/ports/dataSource.ts'
import type { OpenMysql } from './openMysql.ts'

/** The server names only what the login may use, so nothing can be told of the rest. */
export const reportLogin = async (open: OpenMysql): Promise<LoginReport> => {
  const [who] = await open.rows<{ name: string; super: number | string }>(
    `SELECT current_user() AS name, (SELECT count(*) FROM information_schema.user_privileges WHERE privilege_type = 'SUPER') AS super`,
  )
  return { name: who?.name ?? '', isAdministrator: Number(who?.super ?? 0) > 0, hidden: null, grant: null }
}
