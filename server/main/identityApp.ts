import { createAccess } from '../app/access/createAccess.ts'
import { setUp } from '../app/setUp.ts'
import { signIn } from '../app/signIn.ts'
import { signOut } from '../app/signOut.ts'
import type { App } from '../graphql/app.ts'
import type { Identity } from './openIdentity.ts'

type IdentityApp = Pick<App, 'signIn' | 'signOut' | 'setUp' | 'setUpNeeded' | 'stillStands' | 'access'>

/** The use cases about who people are and what they may do. */
export const identityApp = (identity: Identity): IdentityApp => ({
  signIn: signIn(identity),
  signOut: signOut(identity),
  setUp: setUp({ ...identity, setUpToken: identity.setUp.token }),
  setUpNeeded: identity.people.nobodyYet,
  stillStands: identity.standing.stands,
  access: createAccess(identity),
})
