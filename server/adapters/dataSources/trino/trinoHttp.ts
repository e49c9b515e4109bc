import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { TlsSettings } from '../shared/settings.ts'
import { tlsOptions } from '../shared/tlsOptions.ts'

export type TrinoSettings = TlsSettings & {
  readonly port: number
  readonly catalog: string
  readonly schema: string
  readonly user: string
  readonly password?: string | undefined
  readonly token?: string | undefined
}

export type TrinoReply = {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** More came than may. */ readonly cut: boolean
}

export type TrinoCall = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
  readonly maxBytes: number
}

const IDLE_MS = 30_000

const signIn = ({ user, password, token }: TrinoSettings): Readonly<Record<string, string>> => {
  if (token) return { authorization: `Bearer ${token}` }
  return password ? { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` } : {}
}

/** One request to the checked address, whatever the name says by now. Redirects are not followed. Rejects where nobody answers. */
export const callTrino = (settings: TrinoSettings, address: string, call: TrinoCall): Promise<TrinoReply> =>
  new Promise((resolve, reject) => {
    const tls = tlsOptions(settings)
    const { host, port } = settings
    const options: RequestOptions = {
      host: address,
      port,
      method: call.method,
      path: call.path,
      ...(call.signal ? { signal: call.signal } : {}),
      timeout: IDLE_MS,
      headers: {
        host: `${host}:${port}`,
        'x-trino-user': settings.user,
        ...(tls === null ? {} : signIn(settings)),
        ...call.headers,
      },
    }
    const onReply = (reply: IncomingMessage) => {
      const parts: Buffer[] = []
      let bytes = 0
      const done = (cut: boolean) =>
        resolve({
          status: reply.statusCode ?? 0,
          headers: reply.headers,
          body: cut ? '' : Buffer.concat(parts).toString('utf8'),
          cut,
        })
      reply
        .on('data', (data: Buffer) => {
          bytes += data.length
          parts.push(data)
          if (bytes <= call.maxBytes) return
          reply.destroy()
          done(true)
        })
        .on('end', () => done(false))
        .on('error', reject)
    }
    const request = tls === null ? requestHttp(options, onReply) : requestHttps({ ...options, ...tls }, onReply)
    request
      .on('error', reject)
      .on('timeout', () =>
        request.destroy(Object.assign(new Error('The server does not answer.'), { code: 'ETIMEDOUT' })),
      )
    request.end(call.body)
  })
