import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Result, Told } from './worker.ts'

export type Pool = {
  /** The result of a case. A process that dies with it is replaced, and the case has broken off. */
  readonly run: (index: number) => Promise<Result>
  readonly close: () => void
}

/** Processes that make cases and ask the product about them, each case in one of them. `given`: what each gets as its arguments; `script`: what they run. */
export const createPool = (
  given: readonly string[],
  size: number,
  script: string = join(import.meta.dirname, 'worker.ts'),
): Pool => {
  const free: ChildProcess[] = []
  const waiting: ((child: ChildProcess) => void)[] = []
  const all = new Set<ChildProcess>()
  const start = (name: number) => {
    const child = fork(script, [...given, String(name)])
    all.add(child)
    return child
  }
  const take = async (): Promise<ChildProcess> =>
    free.pop() ??
    (await new Promise(resolve => {
      waiting.push(resolve)
    }))
  const give = (child: ChildProcess) => {
    const next = waiting.shift()
    if (next === undefined) free.push(child)
    else next(child)
  }
  for (let name = 0; name < size; name += 1) give(start(name))
  let names = size
  return {
    async run(index) {
      const child = await take()
      return await new Promise(resolve => {
        const settle = (result: Result, next: ChildProcess) => {
          child.removeAllListeners()
          resolve(result)
          give(next)
        }
        child.once('message', (told: Told) => {
          settle(told.result, child)
        })
        child.once('exit', (code, signal) => {
          all.delete(child)
          settle({ scored: null, died: `its process ended by ${signal ?? `code ${String(code)}`}` }, start(names++))
        })
        child.send({ index })
      })
    },
    close() {
      for (const child of all) {
        child.removeAllListeners()
        child.kill()
      }
    },
  }
}
