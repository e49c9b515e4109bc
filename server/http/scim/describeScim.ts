const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
const CORE = 'urn:ietf:params:scim:schemas:core:2.0'

const provider = {
  schemas: [`${CORE}:ServiceProviderConfig`],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'API key',
      description: 'An API key with the scope scim:write, as a bearer token.',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: '/scim/v2/ServiceProviderConfig' },
}

const kind = (name: string) => ({
  schemas: [`${CORE}:ResourceType`],
  id: name,
  name,
  endpoint: `/${name}s`,
  schema: `${CORE}:${name}`,
  meta: { resourceType: 'ResourceType', location: `/scim/v2/ResourceTypes/${name}` },
})

const attribute = (name: string, type = 'string', more: object = {}) => ({
  name,
  type,
  multiValued: false,
  required: false,
  mutability: 'readWrite',
  returned: 'default',
  ...more,
})

const schemas = [
  {
    schemas: [`${CORE}:Schema`],
    id: `${CORE}:User`,
    name: 'User',
    attributes: [
      attribute('userName', 'string', { required: true, uniqueness: 'server' }),
      attribute('displayName'),
      attribute('externalId'),
      attribute('active', 'boolean'),
    ],
  },
  {
    schemas: [`${CORE}:Schema`],
    id: `${CORE}:Group`,
    name: 'Group',
    attributes: [
      attribute('displayName', 'string', { required: true, uniqueness: 'server' }),
      attribute('externalId'),
      attribute('members', 'complex', { multiValued: true }),
    ],
  },
]

const listed = (resources: readonly object[]) => ({
  schemas: [LIST],
  totalResults: resources.length,
  startIndex: 1,
  itemsPerPage: resources.length,
  Resources: resources,
})

/** What the service says of itself; null for everything else. */
export const describeScim = (kindAsked: string, id: string | undefined): object | null => {
  const all = new Map<string, readonly { readonly id: string }[]>([
    ['ResourceTypes', [kind('User'), kind('Group')]],
    ['Schemas', schemas],
  ])
  if (kindAsked === 'ServiceProviderConfig' && id === undefined) return provider
  const found = all.get(kindAsked)
  return found === undefined ? null : id === undefined ? listed(found) : (found.find(each => each.id === id) ?? null)
}
