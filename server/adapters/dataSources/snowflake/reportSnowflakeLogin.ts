import type { LoginReport } from '../../../core/ports/dataSource.ts'
import type { OpenSnowflake, SnowflakeSettings } from './openSnowflake.ts'

const ADMINISTRATORS = new Set(['ACCOUNTADMIN', 'SECURITYADMIN', 'SYSADMIN', 'ORGADMIN'])

/** The catalogue shows only what the role may use, so nothing can be told of the rest. */
export const reportLogin = async (open: OpenSnowflake, { user, role }: SnowflakeSettings): Promise<LoginReport> => {
  const [current] = await open.rows<{ role: string | null }>('SELECT current_role() AS "role"')
  const name = current?.role ?? role
  return { name: `${user} (role ${name})`, isAdministrator: ADMINISTRATORS.has(name), hidden: null, grant: null }
}
