import type { Context } from './context.ts'
import { unauthenticated } from './failure.ts'

/**
 * What comes, until it ends, the caller leaves, or their session does. A generator alone would let go of a quiet stream only at its next item, for
 * `return` waits until a pending `next` is through: so leaving aborts its source first.
 */
export const whileSignedIn = <Item>(
  context: Context,
  open: (signal: AbortSignal) => AsyncGenerator<Item, undefined>,
): AsyncIterableIterator<Item> => {
  const stop = new AbortController()
  const items = open(stop.signal)
  const { signedIn, origin, attribute } = context
  // A generator runs as who reads it, which is nobody here: each step is asked for by who opened the stream.
  const asked = <Answer>(work: () => Answer) => attribute({ signedIn, ...origin }, work)
  // A session that ended must not go on watching: asked now and then, for a stream may live for hours.
  let signedOut = false
  const watch = setInterval(
    () =>
      void stands(context).then(
        standing => {
          if (standing) return
          signedOut = true
          stop.abort()
          // A database that does not answer has said nothing about the session: the next look will tell.
        },
        () => undefined,
      ),
    context.sessionCheckMs,
  )
  const leave = () => {
    clearInterval(watch)
    stop.abort()
  }
  return {
    async next() {
      const next = await asked(() => items.next())
      if (next.done === true) leave()
      if (signedOut) throw unauthenticated()
      return next
    },
    async return() {
      leave()
      return asked(() => items.return(undefined))
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

const stands = ({ app, signedIn }: Context) =>
  signedIn === null ? Promise.resolve(false) : app.stillStands(signedIn.credential)
