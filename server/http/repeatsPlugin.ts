// A change that a caller sends again, under the same `Idempotency-Key`, is done once and answered alike.
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { getOperationAST, GraphQLError, OperationTypeNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type { Plugin, YogaInitialContext } from 'graphql-yoga'
import type { Context } from '../graphql/context.ts'
import { HOLD_MS, type KeptRequests, type RepeatableRequest } from '../core/ports/keptRequests.ts'
import { repeatRefusal } from './repeatRefusal.ts'
import type { Arrived } from './visit.ts'

type Full = Context & YogaInitialContext & Arrived

const HEADER = 'idempotency-key'
const LONGEST_PAUSE_MS = 400
/** A caller who waits longer is told to come back. */
const LONGEST_WAIT_MS = 25_000

export const useRepeats = (kept: KeptRequests): Plugin<Arrived, Context> => ({
  async onExecute({ args, setResultAndStopExecution }) {
    const context = args.contextValue as Full
    const key = context.request.headers.get(HEADER)
    if (key === null || !changes(args)) return undefined
    const request = requestOf(key, context)
    if (request === null) return setResultAndStopExecution(failed(context.signedIn === null ? 'stranger' : 'bad-key'))
    const answer = await settled(kept, request)
    if (answer !== null) return setResultAndStopExecution(answer)
    const holding = setInterval(() => void kept.hold(request).catch(() => undefined), HOLD_MS / 3)
    return {
      async onExecuteDone({ result }) {
        clearInterval(holding)
        const told = result as ExecutionResult
        if (isRefused(told)) return kept.drop(request)
        return kept.keep(request, JSON.stringify({ data: told.data, errors: told.errors?.map(context.visit.shape) }))
      },
    }
  },
})

/** What was refused before anything was done may be tried again; where only a part of the answer failed, the change was made. */
const isRefused = ({ data, errors = [] }: ExecutionResult) =>
  Object.values(data ?? {}).every(value => value === null) && errors.every(({ path = [] }) => path.length <= 1)

const changes = ({ document, operationName }: ExecutionArgs) =>
  getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION

/** Null for a caller whom nobody knows, and for a key that is none. */
const requestOf = (key: string, { signedIn, params }: Full): RepeatableRequest | null => {
  if (signedIn === null || !/^[\x21-\x7e]{1,255}$/.test(key)) return null
  const asked = JSON.stringify([params.query, params.operationName ?? null, params.variables ?? {}], sorted)
  return {
    tenantId: signedIn.tenantId,
    caller: signedIn.key === null ? `person ${signedIn.personId}` : `key ${signedIn.credential.id}`,
    key,
    hash: createHash('sha256').update(asked).digest('hex'),
  }
}

/** The order of an object's members says nothing. */
const sorted = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** What the request comes to without being done; null where it is to be done now. Waits while another does it. */
const settled = async (kept: KeptRequests, request: RepeatableRequest): Promise<ExecutionResult | null> => {
  const until = Date.now() + LONGEST_WAIT_MS
  for (let pause = 25; Date.now() < until; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    const claim = await kept.claim(request)
    if (claim.state === 'first') return null
    if (claim.state === 'answered') return told(claim.answer)
    if (claim.state !== 'running') return failed(claim.state)
    await wait(pause)
  }
  return failed('running')
}

const failed = (why: Parameters<typeof repeatRefusal>[0]): ExecutionResult => ({ errors: [repeatRefusal(why)] })

const told = (answer: string): ExecutionResult => {
  const { data, errors } = JSON.parse(answer) as ExecutionResult
  return {
    ...(data !== undefined && { data }),
    ...(errors && {
      errors: errors.map(({ message, path, extensions }) => new GraphQLError(message, { path, extensions })),
    }),
  }
}
