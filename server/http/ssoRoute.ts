// Signing in by an identity provider: the browser is sent there, and comes back with a code.
import type { Doors } from './graphqlRoute.ts'
import { isLoopback } from './loopback.ts'
import type { HttpOptions } from './options.ts'
import { originOf } from './origin.ts'
import { sendError, type Arriving, type Route } from './route.ts'

const TOO_MANY = { status: 429, code: 'RATE_LIMITED', message: 'Too many at once. Try again in a moment.' } as const
const GET_ONLY = { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Only GET here.' } as const
const FLOW_SECONDS = 600

/** Only a page of ours, by its path. */
const pathOf = (to: string | null) => (to !== null && /^\/(?![/\\])[^\\\s]*$/.test(to) ? to : '/investigations')

export const createSsoRoutes = (
  options: HttpOptions,
  { cookie, signedInOf, limiter }: Doors,
): ReadonlyMap<string, Route> => {
  const {
    source: { app, attribute },
    publicUrl,
  } = options
  const secure = publicUrl?.protocol === 'https:'
  const name = secure ? '__Host-dataing-sso' : 'dataing-sso'
  const flowCookie = (flow: string, seconds: number) =>
    `${name}=${flow}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  // What a request calls us may be anybody's, but on this very machine.
  const baseOf = ({ request }: Arriving) =>
    publicUrl ?? (isLoopback(request) ? new URL(`http://${request.headers.host ?? 'localhost'}`) : null)
  const send = ({ response }: Arriving, to: string, cookies: readonly string[]) => {
    response.setHeader('set-cookie', cookies)
    response.writeHead(303, { location: to, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end()
  }
  const back = (arriving: Arriving, code: string) => send(arriving, `/sign-in?sso=${code}`, [flowCookie('', 0)])

  const start = async (arriving: Arriving, base: URL) => {
    const asked = new URL(arriving.request.url ?? '/', base).searchParams
    const begun = await app.access.sso.begin({
      email: asked.get('email') ?? '',
      to: pathOf(asked.get('to')),
      redirectUri: new URL('/sso/callback', base).href,
    })
    return begun.ok
      ? send(arriving, begun.value.url, [flowCookie(begun.value.flow, FLOW_SECONDS)])
      : back(arriving, begun.problem.code)
  }
  const finish = async (arriving: Arriving, base: URL) => {
    const { request } = arriving
    const flow =
      (request.headers.cookie ?? '')
        .split(';')
        .map(pair => pair.trim())
        .find(pair => pair.startsWith(`${name}=`))
        ?.slice(name.length + 1) ?? ''
    const origin = originOf(request, publicUrl)
    const signedIn = await signedInOf({ headers: { cookie: request.headers.cookie } }, origin)
    const finished = await attribute({ signedIn: null, ...origin }, () =>
      app.access.sso.finish({
        flow,
        callback: new URL(request.url ?? '/', base),
        redirectUri: new URL('/sso/callback', base).href,
        replaced: signedIn?.credential.id ?? null,
      }),
    )
    return finished.ok
      ? send(arriving, finished.value.to, [cookie.keep(finished.value.session), flowCookie('', 0)])
      : back(arriving, finished.problem.code)
  }
  const guarded =
    (work: (arriving: Arriving, base: URL) => Promise<void>): Route =>
    async arriving => {
      const { request, response, requestId } = arriving
      if (request.method !== 'GET') return sendError(response, GET_ONLY, requestId)
      const { admitted } = await limiter.charge({ signedIn: null, origin: originOf(request, publicUrl) }, 0)
      if (!admitted) return sendError(response, TOO_MANY, requestId)
      const base = baseOf(arriving)
      return base === null ? back(arriving, 'no-address') : work(arriving, base)
    }
  return new Map([
    ['/sso/start', guarded(start)],
    ['/sso/callback', guarded(finish)],
  ])
}
