import type { IncomingMessage, ServerResponse } from 'node:http'

export type Arriving = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly requestId: string
  readonly path: string
}

export type Route = (arriving: Arriving) => Promise<void>

type HttpError = { readonly status: number; readonly code: string; readonly message: string }

/** An error before GraphQL was reached, in the shape of GraphQL's own. */
export const sendError = (response: ServerResponse, { status, code, message }: HttpError, requestId: string) => {
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ errors: [{ message, extensions: { code, requestId } }] }))
}
