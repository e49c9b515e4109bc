// A real SMTP server on a free port, which keeps what it takes.
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import type { TakenMail } from '../core/ports/mailer.contract.ts'

const LOGIN = { user: 'dataing', password: 'tell-nobody' } as const

const refusal = (responseCode: number) => Object.assign(new Error('Not for this one'), { responseCode })

export const startSmtpServer = async () => {
  const taken: TakenMail[] = []
  const answers = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === LOGIN.user && password === LOGIN.password
        ? done(null, { user: username })
        : done(new Error('Wrong')),
    onRcptTo: ({ address }, _session, done) => {
      const code = answers.get(address)
      return code === undefined ? done() : done(refusal(code))
    },
    onData: (stream, { envelope }, done) =>
      void text(stream).then(mail => {
        const [header = '', ...body] = mail.split('\r\n\r\n')
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        taken.push({ from, to: envelope.rcptTo.map(({ address }) => address), header, body: body.join('\r\n\r\n') })
        done()
      }, done),
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const urlOf = (password: string, at = port) => new URL(`smtp://${LOGIN.user}:${password}@127.0.0.1:${at}`)
  return {
    url: urlOf(LOGIN.password),
    wrongUrl: urlOf('something-else'),
    secret: LOGIN.password,
    taken: () => taken,
    answer: (to: string, code: number) => void answers.set(to, code),
    close: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}
