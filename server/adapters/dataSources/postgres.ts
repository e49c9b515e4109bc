import { z } from 'zod'
import { defineDataSource } from './defineDataSource.ts'
import { postgresDialect } from './postgresDialect.ts'
import { hostSetting, nameSetting, portSetting, tlsSettings } from './shared/settings.ts'

export const postgres = defineDataSource({
  kind: 'postgres',
  label: 'PostgreSQL',
  dialect: postgresDialect,
  greeting: 'postgres',
  settings: z.strictObject({
    host: hostSetting,
    port: portSetting(5432),
    database: nameSetting('database', 63).meta({
      label: 'Database',
      description: 'The database to read.',
      example: 'shop',
    }),
    user: nameSetting('user', 63).meta({
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
    const { connectPostgres } = await import('./postgres/connectPostgres.ts')
    return connectPostgres(settings, options)
  },
})
