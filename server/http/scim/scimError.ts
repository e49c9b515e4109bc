import type { ProvisionRefusal } from '../../app/access/provision.ts'

/** An error in SCIM's shape (RFC 7644, 3.12). */
export class ScimError extends Error {
  readonly status: number
  readonly scimType: string | null
  constructor(status: number, detail: string, scimType: string | null = null) {
    super(detail)
    this.status = status
    this.scimType = scimType
  }
}

export const errorBody = ({ status, scimType, message }: ScimError) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: String(status),
  detail: message,
  ...(scimType !== null && { scimType }),
})

export const notFound = () => new ScimError(404, 'There is no such resource.')

const words: { readonly [C in ProvisionRefusal['code']]: readonly [number, string, string | null] } = {
  'not-found': [404, 'There is no such resource.', null],
  taken: [409, 'Somebody has this address or external id already.', 'uniqueness'],
  'name-taken': [409, 'There is a group of this name already.', 'uniqueness'],
  'unknown-person': [400, 'A member is nobody in this workspace.', 'invalidValue'],
  invalid: [400, 'A value cannot be accepted.', 'invalidValue'],
  'above-you': [403, 'The role of this key does not reach so far.', null],
  yourself: [403, 'A key cannot do this to its own owner.', null],
  'last-owner': [409, 'A workspace needs an active owner.', 'mutability'],
  'not-an-owner': [403, 'Only an owner can do this.', null],
}

export const refusedBy = (problem: ProvisionRefusal) => {
  const [status, detail, scimType] = words[problem.code]
  return new ScimError(status, 'path' in problem ? `${problem.path} cannot be accepted.` : detail, scimType)
}
