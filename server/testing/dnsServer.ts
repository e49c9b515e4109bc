// A real name server on a free port of this machine, which knows the TXT records that a test gives it.
import { createSocket } from 'node:dgram'

type Zone = ReadonlyMap<string, readonly string[]>
const [TXT, INTERNET, NO_SUCH_NAME] = [16, 1, 3]

/** The name that is asked for, and where the question ends. */
const questionOf = (query: Buffer) => {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 }
}

/** A text as it stands in a record: in parts of up to 255 bytes, each behind its length. */
const partsOf = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  const parts = Array.from({ length: Math.max(1, Math.ceil(bytes.length / 255)) }, (_, index) =>
    bytes.subarray(index * 255, index * 255 + 255),
  )
  return Buffer.concat(parts.flatMap(part => [Buffer.from([part.length]), part]))
}

const recordOf = (text: string): Buffer => {
  const data = partsOf(text)
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(TXT, 2)
  head.writeUInt16BE(INTERNET, 4)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

const answerTo = (query: Buffer, zone: Zone): Buffer => {
  const { name, end } = questionOf(query)
  const texts = zone.get(name)
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(0x8180 | (texts ? 0 : NO_SUCH_NAME), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(texts?.length ?? 0, 6)
  header.writeUInt32BE(0, 8)
  return Buffer.concat([header, query.subarray(12, end), ...(texts ?? []).map(recordOf)])
}

export const startDnsServer = async () => {
  const zone = new Map<string, readonly string[]>()
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    asked.push(questionOf(query).name)
    socket.send(answerTo(query, zone), port, address)
  })
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    /** The records of a name from now on. */
    set: (name: string, texts: readonly string[]) => void zone.set(name, texts),
    close: () => new Promise<void>(resolve => socket.close(() => resolve())),
  }
}
