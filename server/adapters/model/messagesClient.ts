import type Anthropic from '@anthropic-ai/sdk'
import { problemOf, STOPPED_LONG, type Trouble } from './modelProblem.ts'
import { jsonSchemaOf, type AnswerTool } from './tools.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import type { Tokens } from '../../core/ports/modelLedger.ts'

/** What one call sends: instructions of ours, one message, and for a second try what was wrong with the first. */
export type Sending = {
  readonly model: string
  readonly system: string
  readonly text: string
  readonly tool: AnswerTool<unknown>
  readonly maxTokens: number
  readonly again: { readonly call: ToolCall; readonly wrong: string } | null
}

export type ToolCall = { readonly id: string; readonly name: string; readonly input: unknown }

/** What came back: calls of tools, whether or not they are on the list. */
export type Reply = { readonly calls: readonly ToolCall[]; readonly tokens: Tokens }

export type Connection = {
  readonly apiKey: string
  readonly baseUrl: string | null
  readonly timeoutMs: number
  readonly maxRetries: number
}

/** An answer longer than this is nobody's honest answer. */
const mostCharacters = 100_000

const problems = async () => (await import('@anthropic-ai/sdk')).default

/** What is sent, as the provider takes it. The ledger keeps exactly this. */
export const bodyOf = ({ model, system, text, tool, maxTokens, again }: Sending): Anthropic.MessageStreamParams => ({
  model,
  max_tokens: maxTokens,
  system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }],
  tools: [{ name: tool.name, description: tool.description, input_schema: jsonSchemaOf(tool.shape) }],
  tool_choice: { type: 'tool', name: tool.name, disable_parallel_tool_use: true },
  messages: [
    { role: 'user', content: text },
    ...(again
      ? ([
          { role: 'assistant', content: [{ type: 'tool_use', ...again.call }] },
          {
            role: 'user',
            content: [{ type: 'tool_result', tool_use_id: again.call.id, is_error: true, content: again.wrong }],
          },
        ] satisfies Anthropic.MessageParam[])
      : []),
  ],
})

/** Sends by the published client, which retries what may pass as it was told to. Its library is loaded with the first call. */
export const send = async (
  connection: Connection,
  body: Anthropic.MessageStreamParams,
  signal: AbortSignal,
): Promise<Result<Reply, Trouble>> => {
  const Library = await problems()
  const client = new Library({
    apiKey: connection.apiKey,
    baseURL: connection.baseUrl,
    timeout: connection.timeoutMs,
    maxRetries: connection.maxRetries,
    logLevel: 'off',
  })
  // The library's own time-out ends with the first byte; a stream that then says nothing needs this one.
  const late = AbortSignal.timeout(connection.timeoutMs * (connection.maxRetries + 1))
  const stream = client.messages.stream(body, { signal: AbortSignal.any([signal, late]) })
  let [length, isLong] = [0, false]
  const count = (part: string) => {
    length += part.length
    if (length <= mostCharacters || isLong) return
    isLong = true
    stream.abort()
  }
  stream
    .on('inputJson', part => {
      count(part)
    })
    .on('text', part => {
      count(part)
    })
  try {
    return read(await stream.finalMessage())
  } catch (error) {
    if (isLong) return refuse(STOPPED_LONG)
    signal.throwIfAborted()
    return refuse(problemOf(error, { Library, isLate: late.aborted }))
  }
}

const read = ({ content, stop_reason: stop, usage }: Anthropic.Message): Result<Reply, Trouble> => {
  const tokens = {
    inputTokens: usage.input_tokens + (usage.cache_creation_input_tokens ?? 0),
    outputTokens: usage.output_tokens,
    cachedTokens: usage.cache_read_input_tokens ?? 0,
  }
  if (stop === 'refusal')
    return refuse({ code: 'refused', message: 'The model declined to answer.', isOurs: true, tokens })
  if (stop === 'max_tokens')
    return refuse({ code: 'cut-off', message: "The model's answer was longer than it may be.", isOurs: true, tokens })
  return ok({
    tokens,
    calls: content.flatMap(block =>
      block.type === 'tool_use' ? [{ id: block.id, name: block.name, input: block.input }] : [],
    ),
  })
}
