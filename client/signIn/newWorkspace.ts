/** What is typed for a workspace and the account that owns it. */
export type NewWorkspace = {
  readonly tenantName: string
  readonly name: string
  readonly email: string
  readonly password: string
}

export const WORKSPACE_FIELDS = ['tenantName', 'name', 'email', 'password']
