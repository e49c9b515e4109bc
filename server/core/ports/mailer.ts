import type { Result } from '../shared/result.ts'

/** One mail to one address, in plain text. `id` stays the same however often it is tried: receivers tell a doubled one by it. */
export type Mail = { readonly id: string; readonly to: string; readonly subject: string; readonly text: string }

/** `message` names no host, no login and no word of the server's. */
export type MailProblem = {
  readonly code: 'unreachable' | 'login-refused' | 'rejected'
  readonly message: string
  /** Whether the same mail may go through later. */
  readonly retryable: boolean
}

/** Sends mail. Implementations must pass `mailerContract`. */
export interface Mailer {
  /** Resolves when the next server has taken the mail over. What goes wrong outside is a problem, never a throw. */
  send(mail: Mail): Promise<Result<null, MailProblem>>
  /** Frees every connection. Safe to call twice. */
  close(): Promise<void>
}
