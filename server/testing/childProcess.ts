import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A program of `server/testing` in a process of its own, read line by line. */
export const startChild = (program: string, ...args: readonly string[]) => {
  const child = spawn(process.execPath, [fileURLToPath(new URL(program, import.meta.url)), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line)
    waiting.forEach(look => look())
  })
  return {
    /** Resolves once the child has said this line. */
    said: (line: string) => new Promise<void>(resolve => {
      const look = () => {
        if (!lines.includes(line)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    }),
    hasSaid: (line: string) => lines.includes(line),
    signal: (name: NodeJS.Signals) => { child.kill(name) },
    kill: () => new Promise<void>(resolve => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    }),
  }
}
