import { mailerContract } from '../../core/ports/mailer.contract.ts'
import { freePort } from '../../testing/freePort.ts'
import { startSmtpServer } from '../../testing/smtpServer.ts'
import { createSmtpMailer } from './smtpMailer.ts'

mailerContract('SMTP', async () => {
  const server = await startSmtpServer()
  const [from, closedPort] = ['dataing@example.com', await freePort()]
  const mailer = createSmtpMailer({ url: server.url, from: `Dataing <${from}>` })
  return {
    ...server,
    from,
    mailer,
    stranger: () => createSmtpMailer({ url: server.wrongUrl, from }),
    nowhere: () => createSmtpMailer({ url: new URL(`smtp://127.0.0.1:${closedPort}`), from }),
    async close() {
      await mailer.close()
      await server.close()
    },
  }
})
