const MINUTE = 60_000
const HOUR = 60 * MINUTE

export type Urgency = 'hour' | 'day' | 'later'

/** How long a request still waits, in words. */
export const timeLeft = (
  deadline: string,
  now: number,
): { readonly text: string; readonly urgency: Urgency; readonly isUrgent: boolean } => {
  const left = Date.parse(deadline) - now
  const urgency = left <= HOUR ? 'hour' : left <= 24 * HOUR ? 'day' : 'later'
  const minutes = Math.max(0, Math.ceil(left / MINUTE))
  const text =
    left <= 0
      ? 'time is up'
      : minutes < 60
        ? `${minutes} min left`
        : left < 48 * HOUR
          ? `${Math.floor(minutes / 60)} h left`
          : `${Math.floor(minutes / 1440)} days left`
  return { text, urgency, isUrgent: urgency === 'hour' }
}
