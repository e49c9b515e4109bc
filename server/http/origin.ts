import type { IncomingMessage } from 'node:http'
import type { Origin } from '../core/access/asking.ts'

type Request = Pick<IncomingMessage, 'headers'> & { readonly socket: { readonly remoteAddress?: string | undefined } }

/** Where a request comes from. Behind a proxy (`publicUrl` is set) it is the last address the proxy added: what stands before that anybody may have written. */
export const originOf = ({ headers, socket }: Request, publicUrl: URL | null): Origin => {
  const passed = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? ''
  return {
    address: publicUrl !== null && passed !== '' ? passed.slice(0, 64) : (socket.remoteAddress ?? null),
    agent: headers['user-agent'] ?? null,
  }
}
