import type { SendMailOptions, Transporter } from 'nodemailer'
import type { Mailer, MailProblem } from '../../core/ports/mailer.ts'
import { ok, refuse } from '../../core/shared/result.ts'

/** `url` is smtp:// or smtps:// with login; `from` the address that mail comes from, alone or as 'Name <address>'. */
export type SmtpSettings = { readonly url: URL; readonly from: string }

const WAIT_MS = 20_000
/** One address, of characters that have no meaning to SMTP. */
const ADDRESS = /^[^\s@<>(),;:"\\[\]\p{Cc}]+@[^\s@<>(),;:"\\[\]\p{Cc}]+$/u

/** Mail by SMTP. The library is loaded and the server asked when the first mail goes out. */
export const createSmtpMailer = ({ url, from }: SmtpSettings): Mailer => {
  let opened: Promise<Transporter> | null = null
  return {
    async send({ id, to, subject, text }) {
      if (!ADDRESS.test(to)) return refuse(NO_ADDRESS)
      opened ??= open(url)
      const transport = await opened
      const message = {
        from,
        to: { name: '', address: to },
        subject: subject.replaceAll(/\s+/g, ' '),
        text,
        messageId: `<${id}@${hostOf(from)}>`,
        ...QUIET,
      }
      return transport.sendMail(message).then(
        () => ok(null),
        (error: unknown) => refuse(problemOf(error)),
      )
    },
    close: async () => (await opened)?.close(),
  }
}

const NO_ADDRESS: MailProblem = { code: 'rejected', message: 'This is not one e-mail address.', retryable: false }

/** Keeps automatic answers away, and files and addresses out of what people wrote. */
const QUIET = {
  headers: { 'Auto-Submitted': 'auto-generated' },
  disableFileAccess: true,
  disableUrlAccess: true,
} satisfies SendMailOptions

const hostOf = (from: string) => /@([\w.-]+)/.exec(from)?.[1] ?? 'dataing'

const open = async (url: URL): Promise<Transporter> => {
  const { createTransport } = await import('nodemailer')
  const secure = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  return createTransport({
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    pool: true,
    maxConnections: 2,
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
    // A login never crosses the net in the clear; on this very machine there is no net.
    requireTLS: !secure && user !== '' && !isHere(url.hostname),
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(url.password) } }),
  })
}

const isHere = (host: string) => host === 'localhost' || host === '127.0.0.1' || host === '[::1]'

const FIRST_PERMANENT = 500

const problemOf = (error: unknown): MailProblem => {
  const { code, responseCode } = { code: undefined, responseCode: undefined, ...(error instanceof Error ? error : {}) }
  if (code === 'EAUTH') return { code: 'login-refused', message: 'The mail server refused the login.', retryable: true }
  return typeof responseCode === 'number'
    ? { code: 'rejected', message: 'The mail server did not take the mail.', retryable: responseCode < FIRST_PERMANENT }
    : { code: 'unreachable', message: 'The mail server does not answer.', retryable: true }
}
