import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { StepOutcome, TestStep } from '../../../core/ports/testStep.ts'
import { timed } from '../../../core/ports/testStep.ts'
import { encrypt, type Greeting } from './greeting.ts'
import { PRIVATE_HOST, resolveHost, type ResolveRules } from './hostAddress.ts'
import type { TlsSettings } from './settings.ts'
import { tlsOptions } from './tlsOptions.ts'

type Place = TlsSettings & { readonly port: number }
type How = { readonly greeting: Greeting; readonly rules: ResolveRules }

const PATIENCE_MS = 5000

const fine = (message: string): StepOutcome => ({ outcome: 'ok', message, remedy: null })
const failed = (message: string, remedy: string): StepOutcome => ({ outcome: 'failed', message, remedy })
const clock = () => performance.now()

/** The name, the port and the encryption of a server, each by itself; whatever is opened is closed. */
export const reach = async (place: Place, { greeting, rules }: How): Promise<readonly TestStep[]> => {
  let address = ''
  const dns = await timed('dns', clock, async () => {
    const found = await resolveHost(place.host, rules)
    if (!found.ok) return failed(found.problem.message, remedyOfName(found.problem.message))
    address = found.value[0]
    return fine(`The name has ${found.value.length === 1 ? 'one address' : `${found.value.length} addresses`}, and Dataing may connect there.`)
  })
  if (dns.outcome === 'failed') return [dns]
  const opened: Socket[] = []
  try {
    const tcp = await timed('tcp', clock, async () => {
      const socket = await dial(address, place.port)
      if (!('code' in socket)) opened.push(socket)
      return 'code' in socket ? noConnection(socket.code, place.port) : fine(`Something listens on port ${place.port}.`)
    })
    const [socket] = opened
    if (socket === undefined) return [dns, tcp]
    return [dns, tcp, await timed('tls', clock, () => tlsStep(socket, place, greeting))]
  } finally {
    for (const socket of opened) socket.destroy()
  }
}

const remedyOfName = (message: string) => message === PRIVATE_HOST
  ? 'If the warehouse is meant to be there, start Dataing with DATAING_PRIVATE_HOSTS=allow.'
  : 'Check the spelling of the host, and that this machine\'s name server knows it.'

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

const codeOf = (error: unknown) => error instanceof Error && 'code' in error ? String(error.code) : ''

const noConnection = (code: string, port: number) => code === 'ECONNREFUSED'
  ? failed(`Nothing listens on port ${port}.`, 'Check the port, and that the server is running and listens on this network.')
  : failed(`Nobody answers on port ${port}.`, 'A firewall or a security group may be in the way: let this machine\'s address in.')

const tlsStep = async (socket: Socket, place: Place, greeting: Greeting): Promise<StepOutcome> => {
  const options = tlsOptions(place)
  if (options === null) return { outcome: 'warning', message: 'The settings ask for no encryption: all goes in the clear.', remedy: 'Set TLS to require, or better to verify-full.' }
  // A server that closes at this point gives no event of its own to wait for.
  const lost = once(socket, 'close').then(() => Promise.reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  lost.catch(() => undefined)
  try {
    const secure = await Promise.race([encrypt(socket, greeting, options), lost])
    if (secure === null) return failed('The server does not offer TLS.', 'Switch TLS on in the server; or set TLS to disable, where the network is trusted.')
    const checked = place.ssl === 'verify-full' ? 'and the certificate is the server\'s' : 'but the certificate is not checked'
    return fine(`The connection is encrypted (${secure.getProtocol() ?? 'TLS'}), ${checked}.`)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return failed('The encrypted connection cannot be made as the settings ask.', remedyOfTls(codeOf(error)))
  }
}

const remedyOfTls = (code: string) => {
  if (/ALTNAME/.test(code)) return 'The certificate is for another name: give the host as the certificate spells it.'
  return /CERT|SELF_SIGNED|UNABLE_TO/.test(code) ? 'Give the certificate of the authority that signed the server\'s, as PEM.' : 'Check that the port is the one that speaks this protocol.'
}
