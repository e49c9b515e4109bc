// A server on the loopback that speaks the Messages API as the published client knows it: a script answers, and every byte that arrives is kept.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type SentBody = {
  readonly model: string
  readonly system: readonly { readonly text: string }[]
  readonly tools: readonly { readonly name: string }[]
  readonly messages: readonly { readonly role: string; readonly content: unknown }[]
}

export type Received = { readonly key: string; readonly bytes: string; readonly body: SentBody }

/** How the server answers one request. */
export type Scripted =
  | { readonly kind: 'call'; readonly input: unknown; readonly name?: string; readonly times?: number }
  | { readonly kind: 'status'; readonly status: number; readonly type: string; readonly retryAfter?: string }
  | { readonly kind: 'cut'; readonly after: number }
  | { readonly kind: 'broken-json' }
  | { readonly kind: 'stop'; readonly reason: 'refusal' | 'max_tokens' }
  | { readonly kind: 'midway-error' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'flood'; readonly characters: number }

export type Script = (received: Received, index: number) => Scripted

export const USED = {
  input_tokens: 1_200,
  output_tokens: 300,
  cache_read_input_tokens: 800,
  cache_creation_input_tokens: 0,
}

const sse = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`

const begin = (model: string) =>
  sse('message_start', {
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { ...USED, output_tokens: 1 },
    },
  })
const end = (reason: string) =>
  sse('message_delta', {
    delta: { stop_reason: reason, stop_sequence: null },
    usage: { output_tokens: USED.output_tokens },
  }) + sse('message_stop', {})

const block = (index: number, name: string, parts: readonly string[]) =>
  [
    sse('content_block_start', { index, content_block: { type: 'tool_use', id: `toolu_${index}`, name, input: {} } }),
    ...parts.map(part =>
      sse('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: part } }),
    ),
    sse('content_block_stop', { index }),
  ].join('')

const pieces = (text: string, size = 97) =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size))

const toolOf = ({ tools }: SentBody) => tools[0]?.name ?? ''

/** A whole stream that calls a tool, as text. */
const callStream = (body: SentBody, { name = toolOf(body), input, times = 1 }: Extract<Scripted, { kind: 'call' }>) =>
  begin(body.model) +
  Array.from({ length: times }, (_, index) => block(index, name, pieces(JSON.stringify(input)))).join('') +
  end('tool_use')

const answer = (scripted: Scripted, body: SentBody, response: ServerResponse) => {
  if (scripted.kind === 'status') {
    response.writeHead(scripted.status, {
      'content-type': 'application/json',
      ...(scripted.retryAfter ? { 'retry-after': scripted.retryAfter } : {}),
    })
    response.end(JSON.stringify({ type: 'error', error: { type: scripted.type, message: 'SECRET-OF-THE-PROVIDER' } }))
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  switch (scripted.kind) {
    case 'call':
      response.end(callStream(body, scripted))
      return
    case 'cut':
      response.write(
        callStream(body, { kind: 'call', input: { hypotheses: [], wantsMore: false } }).slice(0, scripted.after),
        () => response.destroy(),
      )
      return
    case 'broken-json':
      response.end(begin(body.model) + block(0, toolOf(body), ['{"hypotheses": [', '}}']) + end('tool_use'))
      return
    case 'stop':
      response.end(begin(body.model) + end(scripted.reason))
      return
    case 'midway-error':
      response.end(
        begin(body.model) + sse('error', { error: { type: 'overloaded_error', message: 'SECRET-OF-THE-PROVIDER' } }),
      )
      return
    case 'silence':
      response.write(begin(body.model))
      return
    case 'flood':
      flood(response, body, scripted.characters)
  }
}

/** Text without an end, as fast as the other side takes it. */
const flood = (response: ServerResponse, body: SentBody, characters: number) => {
  response.write(
    begin(body.model) +
      sse('content_block_start', {
        index: 0,
        content_block: { type: 'tool_use', id: 'toolu_0', name: toolOf(body), input: {} },
      }),
  )
  response.write(
    sse('content_block_delta', { index: 0, delta: { type: 'input_json_delta', partial_json: '{"hypotheses": "' } }),
  )
  const part = 'x'.repeat(4_000)
  const go = (left: number) => {
    if (left <= 0) response.end(sse('content_block_stop', { index: 0 }) + end('tool_use'))
    else if (!response.destroyed)
      response.write(
        sse('content_block_delta', { index: 0, delta: { type: 'input_json_delta', partial_json: part } }),
        () => {
          go(left - part.length)
        },
      )
  }
  go(characters)
}

const read = async (request: IncomingMessage) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

export type ScriptedModel = Awaited<ReturnType<typeof startScriptedModel>>

export const startScriptedModel = async (script: Script) => {
  const received: Received[] = []
  const current = { script }
  const server = createServer((request, response) => {
    void read(request).then(bytes => {
      const one = {
        key: String(request.headers.authorization ?? request.headers['x-api-key']).replace('Bearer ', ''),
        bytes: `${request.url ?? ''}\n${JSON.stringify(request.headers)}\n${bytes}`,
        body: JSON.parse(bytes) as SentBody,
      }
      received.push(one)
      answer(current.script(one, received.length - 1), one.body, response)
    })
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: received as readonly Received[],
    use(next: Script) {
      current.script = next
    },
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => {
        server.close(resolve)
      })
    },
  }
}
