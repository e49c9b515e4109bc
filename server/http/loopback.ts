import type { IncomingMessage } from 'node:http'

const NAMES = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i
const ADDRESSES = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

/**
 * Whether the request comes from this very machine and means it: by address, by the name in its Host header (a page elsewhere may make its own
 * name point here), and not passed on by a proxy.
 */
export const isLoopback = ({
  headers,
  socket,
}: Pick<IncomingMessage, 'headers'> & { readonly socket: { readonly remoteAddress?: string | undefined } }) =>
  ADDRESSES.test(socket.remoteAddress ?? '') &&
  NAMES.test(headers.host ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined
