// Conversations with a model, kept in a file: written down once while they pass to the provider, and given again without it.
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

type Recorded = { readonly status: number; readonly type: string; readonly body: string }
type Options = {
  readonly file: string
  /** Where to pass on what is not recorded; null: nowhere. */ readonly upstream: string | null
}

/** What is asked, less the marker that is another in every message. */
const keyOf = (body: string) =>
  createHash('sha256')
    .update(body.replaceAll(/DATA [0-9a-f]{24}/g, 'DATA'))
    .digest('hex')

const read = async (request: IncomingMessage) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

const passOn = async (upstream: string, request: IncomingMessage, body: string): Promise<Recorded> => {
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !['host', 'connection', 'content-length', 'accept-encoding'].includes(name)
        ? [[name, value]]
        : [],
    ),
  )
  const answer = await fetch(new URL(request.url ?? '/', upstream), { method: 'POST', headers, body })
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: await answer.text() }
}

/** A server on the loopback in the provider's place. `misses` counts what was asked and is neither recorded nor passed on. */
export const startRecordedModel = async ({ file, upstream }: Options) => {
  const kept: Record<string, Recorded> = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<
    string,
    Recorded
  >
  const seen = { misses: 0 }
  const server = createServer((request, response) => {
    void (async () => {
      const body = await read(request)
      const key = keyOf(body)
      const known = kept[key] ?? (upstream === null ? null : await passOn(upstream, request, body))
      if (known?.status === 200) kept[key] = known
      if (known === null) seen.misses += 1
      const told = known ?? {
        status: 404,
        type: 'application/json',
        body: '{"type":"error","error":{"type":"not_found_error","message":"not recorded"}}',
      }
      response.writeHead(told.status, { 'content-type': told.type })
      response.end(told.body)
    })()
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: seen as Readonly<typeof seen>,
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => {
        server.close(resolve)
      })
      await writeFile(file, `${JSON.stringify(kept, null, 1)}\n`)
    },
  }
}
