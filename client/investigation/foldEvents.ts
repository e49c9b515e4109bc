export type Numbered = { readonly sequence: number; readonly cursor: string }

/** The events of a case, without gap or duplicate. `held` came too early: the ones before them are still missing. */
export type EventLog<Event extends Numbered> = { readonly events: readonly Event[]; readonly held: readonly Event[] }

export const emptyLog: EventLog<never> = { events: [], held: [] }

/** Adds what arrived, in any order, repeated or not. Sequences count from 1 within a case. */
export const foldEvents = <Event extends Numbered>(
  log: EventLog<Event>,
  arrived: readonly Event[],
): EventLog<Event> => {
  const events = [...log.events]
  const waiting = new Map([...log.held, ...arrived].map(event => [event.sequence, event]))
  let next = waiting.get(events.length + 1)
  while (next !== undefined) {
    events.push(next)
    next = waiting.get(events.length + 1)
  }
  return { events, held: [...waiting.values()].filter(event => event.sequence > events.length) }
}

/** The cursor after which nothing is missing; null before the first event. */
export const logCursor = (log: EventLog<Numbered>): string | null => log.events.at(-1)?.cursor ?? null
