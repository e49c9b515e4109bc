import type { ReadOnlyProof } from '../../../core/ports/dataSource.ts'
import { nonEmpty } from '../../../core/shared/nonEmpty.ts'
import type { OpenMysql } from './openMysql.ts'
import type { Flavour } from './transaction.ts'

/** Rights of somebody who only reads. PROCESS and REPLICATION CLIENT look at the server and change nothing. */
const READING = new Set([
  'USAGE',
  'SELECT',
  'SHOW VIEW',
  'SHOW DATABASES',
  'PROCESS',
  'REPLICATION CLIENT',
  'BINLOG MONITOR',
  'SLAVE MONITOR',
  'REPLICA MONITOR',
])

type Grant = { readonly rights: readonly string[]; readonly on: string }

/** One line of SHOW GRANTS: `GRANT SELECT, INSERT (a, b) ON "db".* TO …`, or `GRANT "role" TO …`. */
export const parseGrant = (line: string): Grant | { readonly role: string } | null => {
  const [, rights, on] =
    /^GRANT (.+?) ON (?:TABLE |PROCEDURE |FUNCTION |PACKAGE |PACKAGE BODY )?((?:[`"][^`"]*[`"]|\*)(?:\.(?:[`"][^`"]*[`"]|\*))?) TO /.exec(
      line,
    ) ?? []
  if (rights !== undefined && on !== undefined) {
    const names = rights
      .replace(/\s*\([^)]*\)/g, '')
      .split(',')
      .map(right => right.trim().toUpperCase())
    return {
      rights: / WITH (?:.* )?GRANT OPTION/.test(line) ? [...names, 'GRANT OPTION'] : names,
      on: on.replace(/[`"]/g, ''),
    }
  }
  const [, role] = /^GRANT ([`"]?[^ ]+?[`"]?(?:@[`"]?[^ ]*?[`"]?)?) TO /.exec(line) ?? []
  return role === undefined ? null : { role }
}

const grantsOf = async (open: OpenMysql) =>
  (await open.rows<Readonly<Record<string, string>>>('SHOW GRANTS'))
    .map(row => parseGrant(String(Object.values(row)[0])))
    .filter(grant => grant !== null)

/** The grants of the login, and of each role that it may take on. The connection is of no use afterwards: its role is another. */
const allGrants = async (open: OpenMysql) => {
  const own = await grantsOf(open)
  const roles = own.flatMap(grant => ('role' in grant ? [grant.role] : []))
  const found = [...own]
  for (const role of roles) {
    await open.run(`SET ROLE ${role}`)
    found.push(...(await grantsOf(open)))
  }
  return { grants: found.filter(grant => 'rights' in grant), roles }
}

const lower = (right: string) => (right === 'ALL PRIVILEGES' ? 'do anything' : right.toLowerCase())

/** Reads every grant of the login, since trying would not be undone: in MySQL most statements that define things commit by themselves. */
export const proveMysqlReadOnly = async (open: OpenMysql, flavour: Flavour): Promise<ReadOnlyProof> => {
  const [who] = await open.rows<{ name: string; host: string; schema: string | null }>(
    `SELECT substring_index(current_user(), '@', 1) AS name, substring_index(current_user(), '@', -1) AS host, database() AS "schema"`,
  )
  const { grants, roles } = await allGrants(open)
  open.destroy()
  const canDo = nonEmpty([
    ...new Set(
      grants.flatMap(({ rights, on }) => {
        const writing = rights.filter(right => !READING.has(right))
        return writing.length > 0 ? [`${writing.map(lower).join(', ')} on ${on === '*.*' ? 'everything' : on}`] : []
      }),
    ),
  ])
  const name = who?.name ?? ''
  if (canDo === null)
    return {
      readOnly: true,
      how: `The user ${name} may only read: every right it was granted, itself or by a role, was looked at.`,
    }
  const user = `${literal(name)}@${literal(who?.host ?? '%')}`
  const schemas = [
    ...new Set(
      grants
        .filter(({ rights }) => rights.some(right => right === 'SELECT' || right === 'ALL PRIVILEGES'))
        .map(({ on }) => on),
    ),
  ]
  const again = (schemas.length > 0 ? schemas : [`${who?.schema ?? '*'}.*`]).map(
    on => `GRANT SELECT, SHOW VIEW ON ${scope(on)} TO ${user};`,
  )
  // In MariaDB roles are among all privileges.
  const unroled = flavour === 'mysql' ? roles.map(role => `REVOKE ${role} FROM ${user};`) : []
  return {
    readOnly: false,
    canDo,
    grant: [`REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${user};`, ...unroled, ...again].join('\n'),
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

const scope = (on: string) =>
  on
    .split('.')
    .map(part => (part === '*' ? part : `\`${part.replaceAll('`', '``')}\``))
    .join('.')
