import type { ServerResponse } from 'node:http'
import type { Places } from './places.ts'

/** Takes a place for as long as a response is under way; false where the caller holds all of theirs. */
export const heldPlace = (
  places: Places,
  caller: string,
  response: Pick<ServerResponse, 'closed' | 'once'>,
): boolean => {
  const leave = places.take(caller)
  if (leave === null) return false
  // Whoever left while we were working ends no second time.
  if (response.closed) leave()
  else response.once('close', leave)
  return true
}
