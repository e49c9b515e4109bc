import type { OpenedSession } from '../core/ports/sessions.ts'

export type SessionCookie = {
  /** The session's token in a Cookie header; null where there is none. */
  read(header: string | undefined): string | null
  /** The Set-Cookie header that keeps a session. */
  keep(session: OpenedSession): string
  /** The Set-Cookie header that takes it back. */
  forget(): string
}

/** Over https the cookie is bound to this host and never sent in the clear; over http (the loopback) browsers would refuse such a one. */
export const createSessionCookie = (secure: boolean): SessionCookie => {
  const name = secure ? '__Host-dataing' : 'dataing'
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  return {
    read: header =>
      (header ?? '')
        .split(';')
        .map(pair => pair.trim())
        .find(pair => pair.startsWith(`${name}=`))
        ?.slice(name.length + 1) ?? null,
    keep: ({ token, expiresAt }) => `${name}=${token}; Expires=${expiresAt.toUTCString()}; ${attributes}`,
    forget: () => `${name}=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; ${attributes}`,
  }
}
