import { z } from 'zod'
import { defineDataSource } from './defineDataSource.ts'
import { postgresDialect } from './postgresDialect.ts'
import { isPlainHost } from './shared/hostAddress.ts'

const name = (what: string) => z.string().min(1, `Give the ${what}.`).max(63)

export const postgres = defineDataSource({
  kind: 'postgres',
  label: 'PostgreSQL',
  dialect: postgresDialect,
  settings: z.strictObject({
    host: z.string().trim().max(253).refine(isPlainHost, 'Give one host name or address, without port, path or options.')
      .meta({ label: 'Host', description: 'Name or address of the server.', example: 'warehouse.example.com' }),
    port: z.int().min(1).max(65_535).default(5432).meta({ label: 'Port', description: 'Where the server listens.', example: 5432 }),
    database: name('database').meta({ label: 'Database', description: 'The database to read.', example: 'shop' }),
    user: name('user').meta({ label: 'User', description: 'A role that may only read.', example: 'dataing_reader' }),
    password: z.string().max(1000).meta({
      label: 'Password', description: 'The role\'s password. Stored encrypted, never shown again.', example: '', secret: true,
    }),
    ssl: z.enum(['disable', 'require', 'verify-full']).default('require').meta({
      label: 'TLS', description: 'require encrypts; verify-full also checks the server\'s certificate and name; disable sends all in the clear.',
      example: 'verify-full',
    }),
    ca: z.string().max(100_000).optional().meta({
      label: 'CA certificate', description: 'The authority that signed the server\'s certificate, as PEM, for verify-full. Empty: the well-known ones.',
      example: '-----BEGIN CERTIFICATE-----',
    }),
  }),
  async connect(settings, options) {
    const { connectPostgres } = await import('./postgres/connectPostgres.ts')
    return connectPostgres(settings, options)
  },
})
