import type { Doors } from './graphqlRoute.ts'
import { isLoopback } from './loopback.ts'
import type { HttpOptions } from './options.ts'
import { originOf } from './origin.ts'
import { sendError, type Arriving, type Route } from './route.ts'
import { asksForPage, readStaticFiles } from './staticFiles.ts'

/** The built page and its files. In the demo the page signs visitors of this machine in. */
export const createPageRoute = async (
  { source, publicUrl, clientFolder, autoSignIn }: HttpOptions,
  { cookie, signedInOf }: Omit<Doors, 'limiter'>,
): Promise<Route> => {
  const files = clientFolder === null ? null : await readStaticFiles(clientFolder)
  const enter = async ({ request, response, path }: Arriving) => {
    const origin = originOf(request, publicUrl)
    if (
      autoSignIn === null ||
      !asksForPage(request, path) ||
      !isLoopback(request) ||
      (await signedInOf(request, origin)) !== null
    )
      return
    const opened = await source.attribute({ signedIn: null, ...origin }, autoSignIn)
    response.setHeader('set-cookie', cookie.keep(opened))
  }
  return async arriving => {
    const { request, response, requestId, path } = arriving
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      return sendError(response, { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Only GET here.' }, requestId)
    }
    await enter(arriving)
    if (files === null || !(await files.serve(request, response, path))) {
      sendError(response, { status: 404, code: 'NOT_FOUND', message: 'There is nothing here.' }, requestId)
    }
  }
}
