import { setTimeout as sleep } from 'node:timers/promises'

/** One API among several that come and go: `address` gives the one to ask now. */
export type ApiClient = { readonly address: () => Promise<string>; readonly cookie: string }

const headers = { 'content-type': 'application/json' }
const PATIENCE_MS = 200

/** Asks until some API answers; the answer's `data`, and the cookie it set. */
export const ask = async (
  { address, cookie }: ApiClient,
  query: string,
  variables: object,
): Promise<{ data: unknown; cookie: string | null }> => {
  for (;;) {
    try {
      const response = await fetch(new URL('graphql', await address()), {
        method: 'POST',
        headers: { ...headers, cookie },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors }: { data?: unknown; errors?: unknown } = JSON.parse(await response.text())
      if (errors !== undefined) throw new Error(`The API refused: ${JSON.stringify(errors)}`)
      return { data, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? null }
    } catch (problem) {
      if (!isNetwork(problem)) throw problem
      await sleep(PATIENCE_MS)
    }
  }
}

const EVENTS =
  'subscription($id: ID!, $after: String) { investigationEvents(investigationId: $id, after: $after) { cursor sequence } }'

type Told = {
  readonly data?: { readonly investigationEvents: { readonly cursor: string; readonly sequence: number } }
  readonly errors?: unknown
}

/** Follows a case over SSE to its end, from API to API as they die, each time from the last cursor. The sequences, as they came. */
export const followToEnd = async (client: ApiClient, id: string): Promise<readonly number[]> => {
  const seen: number[] = []
  let after: string | null = null
  for (;;) {
    try {
      for await (const [event, data] of streamOf(client, { query: EVENTS, variables: { id, after } })) {
        if (event === 'complete') return seen
        const told: Told = JSON.parse(data)
        if (!told.data) throw new Error(`The stream broke: ${data}`)
        seen.push(told.data.investigationEvents.sequence)
        after = told.data.investigationEvents.cursor
      }
    } catch (problem) {
      if (!isNetwork(problem)) throw problem
    }
    await sleep(PATIENCE_MS)
  }
}

/** A subscription over SSE, on one connection: each event's name and its data. Stopped, it hangs up. */
export async function* streamOf(
  { address, cookie }: ApiClient,
  asked: { readonly query: string; readonly variables: object },
): AsyncGenerator<readonly [string, string], undefined> {
  const leaving = new AbortController()
  const response = await fetch(new URL('graphql', await address()), {
    method: 'POST',
    headers: { ...headers, cookie, accept: 'text/event-stream' },
    body: JSON.stringify(asked),
    signal: leaving.signal,
  })
  if (!response.body) throw new Error('The API gave no stream')
  let text = ''
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      text += decoder.decode(chunk.value, { stream: true })
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [block, lines] = [text.slice(0, end), text.slice(0, end).split('\n')]
        text = text.slice(end + 2)
        const field = (name: string) =>
          lines
            .find(line => line.startsWith(`${name}:`))
            ?.slice(name.length + 1)
            .trim() ?? ''
        if (block.includes('event:')) yield [field('event'), field('data')]
      }
    }
  } finally {
    leaving.abort()
  }
}

/** undici throws a TypeError for every connection that was refused or cut. */
const isNetwork = (problem: unknown) => problem instanceof TypeError
