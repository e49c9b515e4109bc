import { z } from 'zod'
import { defineDataSource } from './defineDataSource.ts'
import { hostSetting, nameSetting, portSetting, tlsSettings } from './shared/settings.ts'
import { trinoDialect } from './trinoDialect.ts'

export const trino = defineDataSource({
  kind: 'trino',
  label: 'Trino',
  dialect: trinoDialect,
  greeting: 'https',
  settings: z.strictObject({
    host: hostSetting,
    port: portSetting(443),
    catalog: nameSetting('catalog', 128).meta({
      label: 'Catalog',
      description: 'The catalog whose schemas are read.',
      example: 'hive',
    }),
    schema: nameSetting('schema', 128).meta({
      label: 'Schema',
      description: 'The schema whose tables are meant when none is named.',
      example: 'shop',
    }),
    user: nameSetting('user', 128).meta({
      label: 'User',
      description: 'A user that may only read.',
      example: 'dataing_reader',
    }),
    password: z.string().max(1000).optional().meta({
      label: 'Password',
      description: 'For sign-in by password, over TLS only. Stored encrypted, never shown again.',
      example: '',
      secret: true,
    }),
    token: z.string().max(16_000).optional().meta({
      label: 'Token',
      description: 'A JWT, for sign-in by token, over TLS only. Stored encrypted, never shown again.',
      example: '',
      secret: true,
    }),
    ...tlsSettings,
  }),
  async connect(settings, options) {
    const { connectTrino } = await import('./trino/connectTrino.ts')
    return connectTrino(settings, options)
  },
})
