import type { ReadOnlyProof } from '../../../core/ports/dataSource.ts'
import { nonEmpty } from '../../../core/shared/nonEmpty.ts'
import type { OpenSnowflake, SnowflakeSettings } from './openSnowflake.ts'

type Grant = { readonly privilege: string; readonly granted_on: string; readonly name: string }

/** What a role that only reads may have; to start and stop a warehouse changes no data. */
const READING = new Set([
  'USAGE',
  'SELECT',
  'REFERENCES',
  'MONITOR',
  'MONITOR USAGE',
  'IMPORTED PRIVILEGES',
  'OPERATE',
  'READ',
])
const MOST_NAMED = 20
const MOST_ROLES = 200

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Reads every right that the role was granted, itself or by a role within it: trying would leave something behind. */
export const proveSnowflakeReadOnly = async (
  open: OpenSnowflake,
  settings: SnowflakeSettings,
): Promise<ReadOnlyProof> => {
  const [current] = await open.rows<{ role: string | null }>('SELECT current_role() AS "role"')
  const role = current?.role ?? settings.role
  const canDo: string[] = []
  const [seen, waiting] = [new Set<string>(), [role]]
  for (let next = waiting.pop(); next !== undefined && seen.size < MOST_ROLES; next = waiting.pop()) {
    seen.add(next)
    for (const grant of await open.rows<Grant>(`SHOW GRANTS TO ROLE ${quoted(next)}`)) {
      if (grant.granted_on === 'ROLE' && !seen.has(grant.name)) waiting.push(grant.name)
      else if (!READING.has(grant.privilege))
        canDo.push(
          `${grant.privilege.toLowerCase()} on ${grant.granted_on.toLowerCase().replaceAll('_', ' ')} ${grant.name}`,
        )
    }
  }
  const found = nonEmpty([...new Set(canDo)].slice(0, MOST_NAMED))
  if (found === null)
    return {
      readOnly: true,
      how: `The role ${role} may only read: every right it was granted, itself or by a role, was looked at; no other role is used.`,
    }
  return { readOnly: false, canDo: found, grant: readerRole(settings) }
}

/** A role that reads this database and does nothing else. */
const readerRole = ({ user, warehouse, database }: SnowflakeSettings) => {
  const [reader, place] = ['DATAING_READER', quoted(database)]
  const all = ['ALL', 'FUTURE'].flatMap(which =>
    ['TABLES', 'VIEWS'].map(what => `GRANT SELECT ON ${which} ${what} IN DATABASE ${place} TO ROLE ${reader};`),
  )
  return [
    `CREATE ROLE IF NOT EXISTS ${reader};`,
    `GRANT USAGE ON WAREHOUSE ${quoted(warehouse)} TO ROLE ${reader};`,
    `GRANT USAGE ON DATABASE ${place} TO ROLE ${reader};`,
    `GRANT USAGE ON ALL SCHEMAS IN DATABASE ${place} TO ROLE ${reader};`,
    `GRANT USAGE ON FUTURE SCHEMAS IN DATABASE ${place} TO ROLE ${reader};`,
    ...all,
    `GRANT ROLE ${reader} TO USER ${quoted(user)};`,
  ].join('\n')
}
