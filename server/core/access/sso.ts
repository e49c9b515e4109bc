// What a tenant says of its identity provider, and what its people become by it.
import type { NonEmpty } from '../shared/nonEmpty.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { isAtLeast, ROLES, type Role } from './role.ts'

/** What a provider may make somebody; never an owner. */
export type GrantedRole = Exclude<Role, 'owner'>

export type GroupRole = { readonly group: string; readonly role: GrantedRole }

export type SsoSettings = {
  readonly issuer: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** The claim of the ID token that lists somebody's groups. */
  readonly groupsClaim: string
  readonly groupRoles: readonly GroupRole[]
  /** What people without a group of the list become; null: they are not let in. */
  readonly defaultRole: GrantedRole | null
  /** E-mail domains whose people are sent to this provider once they are proved; an address of any other is refused. */
  readonly domains: readonly string[]
}

export type SsoFault = { readonly code: 'invalid'; readonly path: keyof SsoSettings; readonly message: string }

/** A domain that a tenant has named, and the secret of nobody's that its DNS shows to prove it. Not proved, it leads nowhere. */
export type SsoDomain = { readonly domain: string; readonly proof: string; readonly provedAt: Date | null }

/** The TXT record that proves a domain. */
export const proofRecord = ({ domain, proof }: Pick<SsoDomain, 'domain' | 'proof'>) => ({
  name: `_dataing.${domain}`,
  text: `dataing-verification=${proof}`,
})

export const isProved = (domains: readonly SsoDomain[], wanted: string): boolean =>
  domains.some(({ domain, provedAt }) => domain === wanted && provedAt !== null)

export const grantedRoleOf = (text: string | null): GrantedRole | null =>
  ROLES.find((role): role is GrantedRole => role === text && role !== 'owner') ?? null

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/
const MAX = { text: 300, list: 100 }

/** The settings as they are stored, or the first that cannot hold. `allowHttp` is for providers in the operator's own network. */
export const checkSso = (typed: SsoSettings, allowHttp: boolean): Result<SsoSettings, SsoFault> => {
  const domains = [...new Set(typed.domains.map(domain => domain.trim().toLowerCase().replace(/^@/, '')))]
  const scopes = [...new Set(['openid', 'email', 'profile', ...typed.scopes.map(scope => scope.trim())])]
  const issuer = typed.issuer.trim()
  const faults: NonEmpty<readonly [boolean, keyof SsoSettings, string]> = [
    [!isIssuer(issuer, allowHttp), 'issuer', 'The issuer is an https:// address, without ? and #.'],
    [!isText(typed.clientId), 'clientId', 'Give the client id.'],
    [
      domains.length === 0 || domains.length > MAX.list || !domains.every(domain => DOMAIN.test(domain)),
      'domains',
      'Give one or more domains, like example.com.',
    ],
    [scopes.length > MAX.list || !scopes.every(scope => SCOPE.test(scope)), 'scopes', 'A scope is one word.'],
    [!isText(typed.groupsClaim), 'groupsClaim', 'Name the claim that lists groups.'],
    [
      typed.groupRoles.length > MAX.list || !typed.groupRoles.every(({ group }) => isText(group)),
      'groupRoles',
      'Name each group.',
    ],
  ]
  const fault = faults.find(([isFault]) => isFault)
  return fault === undefined
    ? ok({ ...typed, issuer, domains, scopes })
    : refuse({ code: 'invalid', path: fault[1], message: fault[2] })
}

const isText = (text: string) => text.trim() !== '' && text.length <= MAX.text

const isIssuer = (text: string, allowHttp: boolean) =>
  text.length <= MAX.text && (allowHttp ? /^https?:\/\/[^\s?#@]+$/ : /^https:\/\/[^\s?#@]+$/).test(text)

/** What somebody in these groups becomes: the highest that the list has for them, else the default; null: not let in. */
export const roleByGroups = (
  groups: readonly string[],
  { groupRoles, defaultRole }: Pick<SsoSettings, 'groupRoles' | 'defaultRole'>,
): GrantedRole | null =>
  groupRoles
    .filter(({ group }) => groups.includes(group))
    .map(({ role }) => role)
    .reduce<GrantedRole | null>((best, role) => (best === null || isAtLeast(role, best) ? role : best), null) ??
  defaultRole

/** What of an e-mail address stands behind its @; null where it has none, or more. */
export const domainOf = (email: string): string | null =>
  /^[^\s@]+@([^\s@]+)$/.exec(email.trim().toLowerCase())?.[1] ?? null
