import type { EventEmitter } from 'node:events'

/** Calls `onOver` when more arrives than any cap allows: a single cell can be a gigabyte, and a driver would gather it whole. */
export const meterBytes = (stream: EventEmitter, limit: number, onOver: () => void) => {
  let bytes = 0
  const count = (data: Buffer) => {
    bytes += data.length
    if (bytes > limit) onOver()
  }
  stream.on('data', count)
  return { isOver: () => bytes > limit, stop: () => void stream.off('data', count) }
}
