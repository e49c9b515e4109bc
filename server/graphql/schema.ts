// Loads every object and hands out the finished schema.
import { builder } from './builder.ts'
import { guard } from './guard.ts'
import './scalars.ts'
import './errors.ts'
import './viewer.ts'
import './roles.ts'
import './signIn.ts'
import './signOut.ts'
import './setUp.ts'
import './dataSourceKind.ts'
import './dataSourceConnect.ts'
import './investigations.ts'
import './investigationStart.ts'
import './investigationCancel.ts'
import './events.ts'
import './demoScenario.ts'

export const schema = guard(builder.toSchema())
