import { z } from 'zod'
import { defineDataSource } from './defineDataSource.ts'
import { redshiftDialect } from './redshiftDialect.ts'
import { hostSetting, nameSetting, portSetting, tlsSettings } from './shared/settings.ts'

export const redshift = defineDataSource({
  kind: 'redshift',
  label: 'Amazon Redshift',
  dialect: redshiftDialect,
  greeting: 'postgres',
  settings: z.strictObject({
    host: hostSetting,
    port: portSetting(5439),
    database: nameSetting('database', 127).meta({
      label: 'Database',
      description: 'The database to read.',
      example: 'shop',
    }),
    user: nameSetting('user', 127).meta({
      label: 'User',
      description: 'A role that may only read.',
      example: 'dataing_reader',
    }),
    password: z.string().max(1000).meta({
      label: 'Password',
      description: "The role's password. Stored encrypted, never shown again.",
      example: '',
      secret: true,
    }),
    ...tlsSettings,
  }),
  async connect(settings, options) {
    const { connectRedshift } = await import('./redshift/connectRedshift.ts')
    return connectRedshift(settings, options)
  },
})
