import { refuse, ok, type Result } from '../shared/result.ts'

/** What a tenant asks of its people's sign-ins, and how long it keeps its trail. */
export type Security = {
  /** Minutes without use after which a browser is signed out. */
  readonly idleMinutes: number
  /** Days after which it is signed out in any case. */
  readonly sessionDays: number
  readonly twoFactorRequired: boolean
  /** Whether the password opens nothing here but for owners, who come in by it when the provider does not answer. */
  readonly ssoOnly: boolean
  /** Days that entries of the audit trail are kept; null: for ever. */
  readonly auditDays: number | null
}

export const DEFAULT_SECURITY: Security = {
  idleMinutes: 480,
  sessionDays: 7,
  twoFactorRequired: false,
  ssoOnly: false,
  auditDays: null,
}

type Refusal = { readonly code: 'invalid'; readonly path: keyof Security; readonly message: string }

const bounds = { idleMinutes: [5, 24 * 60], sessionDays: [1, 30], auditDays: [30, 3650] } as const
const words = {
  idleMinutes: 'A browser may be idle for 5 minutes to 24 hours.',
  sessionDays: 'A browser stays signed in for 1 to 30 days.',
  auditDays: 'The audit trail is kept for 30 to 3,650 days, or for ever.',
} as const

/** Whether these settings can hold. */
export const checkSecurity = (wanted: Security): Result<Security, Refusal> => {
  for (const path of ['idleMinutes', 'sessionDays', 'auditDays'] as const) {
    const value = wanted[path]
    const [least, most] = bounds[path]
    if (value !== null && (!Number.isInteger(value) || value < least || value > most))
      return refuse({ code: 'invalid', path, message: words[path] })
  }
  return ok(wanted)
}
