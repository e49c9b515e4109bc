import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A program of `server/testing`, or beside it, in a process of its own, read line by line. */
export const startChild = (program: string, ...args: readonly string[]) => startProgram(program, { args, env: {} })

type Start = { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> }

/** The same with additions to the environment. */
export const startProgram = (program: string, { args, env }: Start) => {
  const child = spawn(process.execPath, [fileURLToPath(new URL(program, import.meta.url)), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const heard: string[] = []
  const keep = (data: Buffer) => void heard.push(data.toString())
  child.stdout.on('data', keep)
  child.stderr.on('data', keep).pipe(process.stderr)
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line)
    waiting.forEach(look => look())
  })
  return {
    /** All that it has said so far, its log with it. */
    heard: () => heard.join(''),
    /** Resolves once the child has said this line. */
    said: (line: string) =>
      new Promise<void>(resolve => {
        const look = () => {
          if (!lines.includes(line)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    /** The first line that begins so, without that beginning, once it was said. */
    saidAfter: (beginning: string) =>
      new Promise<string>(resolve => {
        const look = () => {
          const line = lines.find(one => one.startsWith(beginning))
          if (line === undefined) return
          waiting.delete(look)
          resolve(line.slice(beginning.length))
        }
        waiting.add(look)
        look()
      }),
    signal: (name: NodeJS.Signals) => {
      child.kill(name)
    },
    kill: () =>
      new Promise<void>(resolve => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve()
        child.once('exit', () => resolve())
        child.kill('SIGKILL')
      }),
  }
}
