import { checkSso, proofRecord, type SsoFault, type SsoSettings } from '../../core/access/sso.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { IdentityProviders } from '../../core/ports/identityProviders.ts'
import type { SsoConnections } from '../../core/ports/ssoConnections.ts'
import type { TextRecords } from '../../core/ports/textRecords.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

export type SsoSettingsTools = {
  readonly sso: SsoConnections
  readonly providers: Pick<IdentityProviders, 'allowsPrivate'>
  readonly textRecords: TextRecords
}

type ChangeInput = SsoSettings & { readonly clientSecret: string | null; readonly expectedVersion: number }
export type ChangeSsoRefusal =
  SsoFault | { readonly code: 'conflict' | 'invalid'; readonly path: keyof ChangeInput; readonly message: string }

/** How the tenant's identity provider is known, and how that changes. The secret goes in and never comes out. */
export const ssoSettings = ({ sso, providers, textRecords }: SsoSettingsTools) => ({
  of: ({ tenantId }: SignedIn) => sso.of(tenantId),
  async change(
    { tenantId }: SignedIn,
    { clientSecret, expectedVersion, ...typed }: ChangeInput,
  ): Promise<Result<null, ChangeSsoRefusal>> {
    const checked = checkSso(typed, providers.allowsPrivate)
    if (!checked.ok) return checked
    const saved = await sso.save(tenantId, { ...checked.value, clientSecret }, expectedVersion)
    return saved.ok ? saved : refuse(REFUSALS[saved.problem.code])
  },
  /** Looks for the record that proves a domain; from then on its people are sent to the provider. */
  async prove({ tenantId }: SignedIn, typed: string): Promise<Result<null, ProveDomainRefusal>> {
    const named = (await sso.of(tenantId))?.domains.find(({ domain }) => domain === typed.trim().toLowerCase())
    if (named === undefined) return refuse(PROOF_REFUSALS['not-found'])
    const wanted = proofRecord(named)
    const found = await textRecords.of(wanted.name)
    if (!found.ok) return refuse(PROOF_REFUSALS['unreachable'])
    if (!found.value.some(text => text.trim() === wanted.text)) return refuse(PROOF_REFUSALS['no-record'])
    const proved = await sso.prove(tenantId, named.domain)
    return proved.ok ? ok(null) : refuse(PROOF_REFUSALS[proved.problem.code])
  },
  remove: ({ tenantId }: SignedIn) => sso.remove(tenantId),
})

export type ProveDomainRefusal = {
  readonly code: 'not-found' | 'invalid' | 'conflict'
  readonly path: 'domain'
  readonly message: string
}

const PROOF_REFUSALS: Readonly<Record<'not-found' | 'unreachable' | 'no-record' | 'domain-taken', ProveDomainRefusal>> =
  {
    'not-found': { code: 'not-found', path: 'domain', message: 'This is none of your domains. Save it first.' },
    unreachable: {
      code: 'invalid',
      path: 'domain',
      message: 'The name servers of this domain do not answer. Try again later.',
    },
    'no-record': {
      code: 'invalid',
      path: 'domain',
      message:
        'The record is not there yet. New records can take some minutes, sometimes hours, to be seen everywhere.',
    },
    'domain-taken': { code: 'conflict', path: 'domain', message: 'This domain leads to another workspace already.' },
  }

const REFUSALS: Readonly<Record<'conflict' | 'domain-taken' | 'no-secret', ChangeSsoRefusal>> = {
  conflict: {
    code: 'conflict',
    path: 'expectedVersion',
    message: 'Somebody changed the settings meanwhile. Read them again.',
  },
  'domain-taken': {
    code: 'invalid',
    path: 'domains',
    message: 'One of these domains leads to another workspace already.',
  },
  'no-secret': {
    code: 'invalid',
    path: 'clientSecret',
    message: 'Give the client secret: a new issuer has not seen the old one.',
  },
}
