// Settings that several kinds of data source ask for, in the same words.
import { z } from 'zod'
import { isPlainHost } from './hostAddress.ts'

export const hostSetting = z
  .string()
  .trim()
  .max(253)
  .refine(isPlainHost, 'Give one host name or address, without port, path or options.')
  .meta({
    label: 'Host',
    description: 'Name or address of the server.',
    example: 'warehouse.example.com',
    address: true,
  })

export const portSetting = (port: number) =>
  z
    .int()
    .min(1)
    .max(65_535)
    .default(port)
    .meta({ label: 'Port', description: 'Where the server listens.', example: port, address: true })

export const nameSetting = (what: string, longest: number) => z.string().min(1, `Give the ${what}.`).max(longest)

export const tlsSettings = {
  ssl: z.enum(['disable', 'require', 'verify-full']).default('require').meta({
    label: 'TLS',
    description:
      "require encrypts; verify-full also checks the server's certificate and name; disable sends all in the clear.",
    example: 'verify-full',
    address: true,
  }),
  ca: z.string().max(100_000).optional().meta({
    label: 'CA certificate',
    description:
      "The authority that signed the server's certificate, as PEM, for verify-full. Empty: the well-known ones.",
    example: '-----BEGIN CERTIFICATE-----',
  }),
}

export type TlsSettings = {
  readonly host: string
  readonly ssl: 'disable' | 'require' | 'verify-full'
  readonly ca?: string | undefined
}
