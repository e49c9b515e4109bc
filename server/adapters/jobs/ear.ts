import pg from 'pg'
import { JOB_CHANNEL } from './queue.ts'

type Options = {
  readonly connectionString: string
  readonly onWork: () => void
  readonly onProblem: (problem: unknown) => void
}

const RECONNECT_MS = 1_000

/** Listens for new work on a connection of its own. While it is down the lanes' polling stands in. */
export const listenForWork = ({ connectionString, onWork, onProblem }: Options) => {
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let client: pg.Client | undefined

  const connect = async () => {
    const fresh = new pg.Client({ connectionString, application_name: 'dataing jobs', keepAlive: true })
    client = fresh
    fresh.on('notification', onWork)
    fresh.on('error', onProblem)
    fresh.on('end', later)
    await fresh.connect()
    await fresh.query(`LISTEN ${JOB_CHANNEL}`)
    onWork()
  }
  const later = () => {
    if (closed) return
    clearTimeout(timer)
    timer = setTimeout(() => void connect().catch(retry), RECONNECT_MS)
  }
  const retry = (problem: unknown) => {
    onProblem(problem)
    later()
  }

  return {
    /** Resolves once it listens, or has found that it cannot yet. */
    listening: connect().catch(retry),
    close: async () => {
      closed = true
      clearTimeout(timer)
      await client?.end()
    },
  }
}
