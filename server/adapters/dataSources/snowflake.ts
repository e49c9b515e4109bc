import { z } from 'zod'
import { defineDataSource } from './defineDataSource.ts'
import { nameSetting } from './shared/settings.ts'
import { placeOfSnowflake } from './snowflake/snowflakeAddress.ts'
import { snowflakeDialect } from './snowflakeDialect.ts'

const name = (what: string) => nameSetting(what, 255)

export const snowflake = defineDataSource({
  kind: 'snowflake',
  label: 'Snowflake',
  dialect: snowflakeDialect,
  greeting: 'https',
  placeOf: placeOfSnowflake,
  settings: z.strictObject({
    account: z
      .string()
      .trim()
      .max(255)
      .regex(
        /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
        'Give the account identifier alone, such as ORG-ACCOUNT, without https:// or .snowflakecomputing.com.',
      )
      .meta({
        label: 'Account',
        description: 'The account identifier, as the page of your account shows it.',
        example: 'ACME-PRODUCTION',
        address: true,
      }),
    user: name('user').meta({
      label: 'User',
      description: 'A user that may only read; best one of type SERVICE.',
      example: 'DATAING_READER',
    }),
    privateKey: z.string().max(20_000).optional().meta({
      label: 'Private key',
      description: 'For sign-in by key pair, as PEM (PKCS#8, encrypted or not). Stored encrypted, never shown again.',
      example: '-----BEGIN ENCRYPTED PRIVATE KEY-----',
      secret: true,
    }),
    passphrase: z.string().max(1000).optional().meta({
      label: 'Pass phrase',
      description: 'Of the private key, where it is encrypted. Stored encrypted, never shown again.',
      example: '',
      secret: true,
    }),
    password: z.string().max(1000).optional().meta({
      label: 'Password',
      description: 'Only where there is no private key. Stored encrypted, never shown again.',
      example: '',
      secret: true,
    }),
    role: name('role').meta({
      label: 'Role',
      description: 'The role to read with; no other is used.',
      example: 'DATAING_READER',
    }),
    warehouse: name('warehouse').meta({
      label: 'Warehouse',
      description: 'What computes the queries.',
      example: 'REPORTING_WH',
    }),
    database: name('database').meta({
      label: 'Database',
      description: 'The database whose schemas are read, spelt as Snowflake shows it.',
      example: 'SHOP',
    }),
    schema: name('schema').default('PUBLIC').meta({
      label: 'Schema',
      description: 'The schema whose tables are meant when none is named.',
      example: 'PUBLIC',
    }),
    address: z.string().trim().max(300).optional().meta({
      label: 'Address',
      description:
        'Only for an address of your own, such as a private link. Outside snowflakecomputing.com the operator must allow private hosts.',
      example: 'https://acme.privatelink.snowflakecomputing.com',
      address: true,
    }),
  }),
  async connect(settings, options) {
    const { connectSnowflake } = await import('./snowflake/connectSnowflake.ts')
    return connectSnowflake(settings, options)
  },
})
