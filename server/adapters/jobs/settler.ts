import type { JobAttempt, PgBoss } from 'pg-boss'

/** Marks jobs done, each bound to the attempt that was taken; those that come while one statement is under way share the next. */
export const createSettler = (boss: PgBoss, queue: string) => {
  let waiting: readonly JobAttempt[] = []
  let flushing: Promise<void> | null = null

  const flush = async () => {
    try {
      while (waiting.length > 0) {
        const batch = waiting
        waiting = []
        await boss.complete(queue, [...batch])
      }
    } finally {
      flushing = null
    }
  }

  return (job: JobAttempt): Promise<void> => {
    waiting = [...waiting, job]
    flushing ??= flush()
    return flushing
  }
}
