import type { BriefSection } from '../../core/model/brief.ts'
import type { ModelPurpose, ModelUse } from '../../core/model/modelHypothesis.ts'
import type { ModelAnswer, ModelAsk, ModelProblem } from '../../core/ports/model.ts'
import type { Begun, ModelLedger, Tokens } from '../../core/ports/modelLedger.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import type { Breaker } from './breaker.ts'
import { dataMessage } from './message.ts'
import { bodyOf, send, type Connection, type Reply, type Sending, type ToolCall } from './messagesClient.ts'
import { RESTING, type Trouble } from './modelProblem.ts'
import type { AnswerTool } from './tools.ts'

/** Tries after the first, each told what was wrong with the one before it. */
const mostCorrections = 1
const maxTokens = 4_096

export type Call<Value> = {
  readonly asked: ModelAsk
  readonly purpose: ModelPurpose
  readonly model: string
  readonly system: string
  readonly sections: readonly BriefSection[]
  readonly tool: AnswerTool<Value>
}

type Options = { readonly ledger: ModelLedger; readonly breaker: Breaker; readonly connection: Connection }

/**
 * The one way to a model. What leaves is written down first, with what it holds; an answer that was paid for is never asked for again; what comes back is
 * one call of the one tool, in its shape, or nothing.
 */
export const ask = async <Value>(
  options: Options,
  call: Call<Value>,
): Promise<Result<ModelAnswer<Value>, ModelProblem>> => {
  const text = dataMessage(call.sections)
  const uses: ModelUse[] = []
  let again: Sending['again'] = null
  for (let round = 0; round <= mostCorrections; round += 1) {
    const key = round === 0 ? call.asked.key : `${call.asked.key}:again`
    const reply: Sent = await once(options, call, {
      key,
      sending: { model: call.model, system: call.system, text, tool: call.tool, maxTokens, again },
    })
    uses.push(...useOf(call, reply))
    if (!reply.ok) return refuse({ code: reply.problem.code, message: reply.problem.message, uses })
    const read: Result<Value, string> = readCall(reply.value.calls, call.tool)
    if (read.ok) return ok({ value: read.value, uses })
    again = { call: reply.value.calls[0] ?? { id: 'none', name: call.tool.name, input: {} }, wrong: read.problem }
  }
  return refuse({ code: 'invalid-answer', message: "The model's answer could not be used.", uses })
}

type Once = { readonly key: string; readonly sending: Sending }
type Sent = Result<Reply & { readonly callId: string }, Trouble & { readonly callId: string | null }>

const useOf = <Value>({ model, purpose }: Call<Value>, sent: Sent): readonly ModelUse[] => {
  const { callId, tokens } = sent.ok ? sent.value : sent.problem
  return callId === null || tokens === null ? [] : [{ callId, model, purpose, ...tokens }]
}

const once = <Value>(
  { ledger, breaker, connection }: Options,
  { asked, purpose, model }: Call<Value>,
  { key, sending }: Once,
): Promise<Sent> =>
  ledger.exclusively({ ref: asked.ref, key }, async () => {
    if (breaker.isOpen()) return refuse({ ...RESTING, callId: null })
    const body = bodyOf(sending)
    const payload = JSON.stringify(body)
    const begun = await ledger.begin({
      ref: asked.ref,
      dataSourceId: asked.dataSourceId,
      key,
      purpose,
      model,
      sharing: asked.terms.sharing,
      payload,
      contents: asked.brief.exposures,
      // Two characters a token is more than any text here comes to.
      most: { inputTokens: Math.ceil(payload.length / 2), outputTokens: sending.maxTokens },
    })
    if (begun.state !== 'send') return kept(begun)
    const reply = await send(connection, body, asked.signal)
    breaker.note(reply.ok || reply.problem.isOurs ? 'good' : 'bad')
    await ledger.end(
      asked.ref,
      begun.callId,
      reply.ok
        ? { answer: JSON.stringify(reply.value.calls), tokens: reply.value.tokens }
        : { problem: reply.problem.code, tokens: reply.problem.tokens },
    )
    return reply.ok ? ok({ ...reply.value, callId: begun.callId }) : refuse({ ...reply.problem, callId: begun.callId })
  })

const kept = (begun: Exclude<Begun, { state: 'send' }>): Sent => {
  if (begun.state === 'no-budget')
    return refuse({ code: 'budget-spent', message: begun.message, isOurs: true, tokens: null, callId: null })
  return ok({
    calls: JSON.parse(begun.answer) as ToolCall[],
    tokens: begun.tokens satisfies Tokens,
    callId: begun.callId,
  })
}

const readCall = <Value>(calls: readonly ToolCall[], { name, shape }: AnswerTool<Value>): Result<Value, string> => {
  const [only, ...others] = calls
  if (!only || others.length > 0 || only.name !== name) return refuse(`Call ${name} exactly once, and nothing else.`)
  const read = shape.safeParse(only.input)
  return read.success
    ? ok(read.data)
    : refuse(
        read.error.issues
          .slice(0, 5)
          .map(({ path, message }) => `${path.join('.')}: ${message}`)
          .join('\n')
          .slice(0, 1_000),
      )
}
