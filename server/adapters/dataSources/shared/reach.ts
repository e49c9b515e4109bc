import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { failed, fine, taken, warned, type StepOutcome, type TestStep } from '../../../core/ports/testStep.ts'
import { encrypt, type Greeting } from './greeting.ts'
import { NAME_SERVER_SILENT, PRIVATE_HOST, resolveHost, type ResolveRules } from './hostAddress.ts'
import type { TlsSettings } from './settings.ts'
import { tlsOptions } from './tlsOptions.ts'

type Place = TlsSettings & { readonly port: number }
type How = { readonly greeting: Greeting; readonly rules: ResolveRules }

const PATIENCE_MS = 5000

const clock = () => performance.now()

/** The name, the port and the encryption of a server, each by itself, up to the first that fails; whatever is opened is closed. */
export async function* reach(place: Place, { greeting, rules }: How): AsyncGenerator<TestStep, undefined> {
  const addresses: string[] = []
  const dns = yield* taken('dns', clock, () => dnsStep(place.host, rules, addresses))
  const [address] = addresses
  if (dns.outcome === 'failed' || address === undefined) return
  const opened: Socket[] = []
  try {
    yield* taken('tcp', clock, async () => {
      const socket = await dial(address, place.port)
      if (!('code' in socket)) opened.push(socket)
      return 'code' in socket ? noConnection(socket.code, place.port) : fine(`Something listens on port ${place.port}.`)
    })
    const [socket] = opened
    if (socket !== undefined) yield* taken('tls', clock, () => tlsStep(socket, place, greeting))
  } finally {
    for (const socket of opened) socket.destroy()
  }
}

const dnsStep = async (host: string, rules: ResolveRules, addresses: string[]): Promise<StepOutcome> => {
  const found = await resolveHost(host, rules)
  if (!found.ok) return failed({ message: found.problem.message, ...remedyOfName(found.problem.message) })
  addresses.push(...found.value)
  return fine(
    `The name has ${found.value.length === 1 ? 'one address' : `${found.value.length} addresses`}, and Dataing may connect there.`,
  )
}

const remedyOfName = (message: string) =>
  message === PRIVATE_HOST
    ? {
        remedy: 'If the warehouse is meant to be there, start Dataing with DATAING_PRIVATE_HOSTS=allow.',
        retryable: false,
      }
    : {
        remedy: "Check the spelling of the host, and that this machine's name server knows it.",
        retryable: message === NAME_SERVER_SILENT,
      }

const dial = async (address: string, port: number): Promise<Socket | { readonly code: string }> => {
  const socket = connect({ host: address, port })
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
  try {
    await once(socket, 'connect')
    return socket
  } catch (error) {
    return { code: codeOf(error) }
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

const noConnection = (code: string, port: number) =>
  code === 'ECONNREFUSED'
    ? failed({
        message: `Nothing listens on port ${port}.`,
        remedy: 'Check the port, and that the server is running and listens on this network.',
        retryable: true,
      })
    : failed({
        message: `Nobody answers on port ${port}.`,
        remedy: "A firewall or a security group may be in the way: let this machine's address in.",
        retryable: true,
      })

const tlsStep = async (socket: Socket, place: Place, greeting: Greeting): Promise<StepOutcome> => {
  const options = tlsOptions(place)
  if (options === null)
    return warned(
      'The settings ask for no encryption: all goes in the clear.',
      'Set TLS to require, or better to verify-full.',
    )
  // A server that closes at this point gives no event of its own to wait for.
  const lost = once(socket, 'close').then(() =>
    Promise.reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })),
  )
  lost.catch(() => undefined)
  try {
    const secure = await Promise.race([encrypt(socket, greeting, options), lost])
    if (secure === null) return NO_TLS
    const checked =
      place.ssl === 'verify-full' ? "and the certificate is the server's" : 'but the certificate is not checked'
    return fine(`The connection is encrypted (${secure.getProtocol() ?? 'TLS'}), ${checked}.`)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return failed({
      message: 'The encrypted connection cannot be made as the settings ask.',
      ...remedyOfTls(codeOf(error)),
    })
  }
}

const NO_TLS = failed({
  message: 'The server does not offer TLS.',
  remedy: 'Switch TLS on in the server; or set TLS to disable, where the network is trusted.',
  retryable: false,
})

const remedyOfTls = (code: string) => {
  if (/ALTNAME/.test(code))
    return {
      remedy: 'The certificate is for another name: give the host as the certificate spells it.',
      retryable: false,
    }
  return /CERT|SELF_SIGNED|UNABLE_TO/.test(code)
    ? { remedy: "Give the certificate of the authority that signed the server's, as PEM.", retryable: false }
    : { remedy: 'Check that the port is the one that speaks this protocol.', retryable: true }
}
