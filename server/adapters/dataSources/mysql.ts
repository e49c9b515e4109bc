import { z } from 'zod'
import { defineDataSource } from './defineDataSource.ts'
import { mysqlDialect } from './mysqlDialect.ts'
import { hostSetting, nameSetting, portSetting, tlsSettings } from './shared/settings.ts'

export const mysql = defineDataSource({
  kind: 'mysql',
  label: 'MySQL or MariaDB',
  dialect: mysqlDialect,
  greeting: 'mysql',
  settings: z.strictObject({
    host: hostSetting,
    port: portSetting(3306),
    database: nameSetting('database', 64).meta({
      label: 'Database',
      description: 'The database whose tables are meant when none is named.',
      example: 'shop',
    }),
    user: nameSetting('user', 128).meta({
      label: 'User',
      description: 'A user that may only read.',
      example: 'dataing_reader',
    }),
    password: z.string().max(1000).meta({
      label: 'Password',
      description: "The user's password. Stored encrypted, never shown again.",
      example: '',
      secret: true,
    }),
    ...tlsSettings,
  }),
  async connect(settings, options) {
    const { connectMysql } = await import('./mysql/connectMysql.ts')
    return connectMysql(settings, options)
  },
})
