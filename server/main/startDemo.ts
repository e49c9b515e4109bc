import { seedDemo } from '../../demo/seedDemo.ts'
import type { App } from '../graphql/app.ts'
import type { HttpOptions } from '../http/options.ts'
import type { Adapters } from './openAdapters.ts'

type Demo = Pick<App, 'demoScenarios'> & Pick<HttpOptions, 'autoSignIn'>

export const noDemo: Demo = { demoScenarios: async () => [], autoSignIn: null }

/** The demo's workspace over these adapters, made where it is missing: visitors of this machine are signed in, and the page offers its scenarios. */
export const startDemo = async (
  folder: string,
  adapters: Adapters,
  { startInvestigation }: Pick<App, 'startInvestigation'>,
): Promise<Demo> => {
  const { account, scenarios } = await seedDemo({
    folder,
    tools: {
      ...adapters,
      ...adapters.identity,
      audit: adapters.identity.auditLog,
      clock: () => performance.now(),
      startInvestigation,
    },
  })
  return {
    demoScenarios: async tenantId => (tenantId === account.tenantId ? scenarios : []),
    autoSignIn: () => adapters.identity.sessions.open(account),
  }
}
