import { readFileSync } from 'node:fs'
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLNamedType } from 'graphql'
import { expect, test } from 'vitest'
import { printedSchema } from './printSchema.ts'
import { nodeTypes } from './relay.ts'
import { rules } from './rules.ts'
import { schema } from './schema.ts'

const own = Object.values(schema.getTypeMap()).filter(
  ({ name }) => !name.startsWith('__') && !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(name),
)

const described = (
  type: GraphQLNamedType,
): { readonly name: string; readonly description?: string | null | undefined }[] => {
  if (isEnumType(type))
    return type.getValues().map(({ name, description }) => ({ name: `${type.name}.${name}`, description }))
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map(({ name, description }) => ({
      name: `${type.name}.${name}`,
      description,
    }))
  if (!isObjectType(type) && !isInterfaceType(type)) return []
  return Object.values(type.getFields()).flatMap(field => [
    { name: `${type.name}.${field.name}`, description: field.description },
    ...field.args.map(arg => ({ name: `${type.name}.${field.name}(${arg.name})`, description: arg.description })),
  ])
}

test('schema.graphql is the printed schema', () => {
  expect(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')).toBe(printedSchema())
})

test('every type, field, argument, input field and enum value has a description', () => {
  const things = own.flatMap(type => [{ name: type.name, description: type.description }, ...described(type)])
  expect(things.length).toBeGreaterThan(300)
  expect(things.filter(({ description }) => !description).map(({ name }) => name)).toEqual([])
})

test('each mutation says what it permits and which events it causes, takes at most one input and gives an object or a union', () => {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    expect(field.description).toMatch(new RegExp(`Permission: ${rules.Mutation[field.name]}[.,].* Events: .+\\.$`))
    expect(field.args.map(({ name }) => name)).toEqual(
      ['noticesRead', 'sessionsRevokeOthers', 'signOut', 'singleSignOnRemove', 'tenantLeave'].includes(field.name)
        ? []
        : ['input'],
    )
    expect(String(field.type)).toMatch(/(Result|Payload)!$/)
  }
})

test('the types that can be fetched by id are those that implement Node', () => {
  const nodes = own
    .filter(type => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'))
    .map(({ name }) => name)
  expect(nodes.sort()).toEqual([...nodeTypes].sort())
})

test("no field tells a setting, a secret or a password's hash", () => {
  const names = own
    .flatMap(described)
    .map(({ name }) => name)
    .filter(name => /secret|hash|settings|token(?!s)/i.test(name.split('.')[1] ?? name))
  expect(names.sort()).toEqual([
    'AuditAction.MODEL_SETTINGS_CHANGED',
    'AuditEntry.hash',
    'AuditVerification.headHash',
    'DataSource.settings',
    'DataSourceChangeInput.settings',
    'DataSourceConnectInput.settings',
    'DataSourceKind.settingsSchema',
    'DataSourceTestInput.settings',
    'InvitationAcceptInput.token',
    'ModelCall.payloadHash',
    'ModelSettingsChangePayload.settings',
    'Mutation.modelSettingsChange',
    'Mutation.modelSettingsChange(input)',
    'PasswordResetInput.token',
    // Told to its owner alone, once, while it is set up.
    'Query.invitation(token)',
    'Query.modelSettings',
    'Query.signUpAddress(token)',
    'SetUpInput.token',
    'SignUpInput.token',
    'SingleSignOnChangeInput.clientSecret',
    'TwoFactorEnrolment.secret',
  ])
})
