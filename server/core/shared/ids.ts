declare const brand: unique symbol
type Id<Noun extends string> = string & { readonly [brand]: Noun }

export type TenantId = Id<'Tenant'>
export type AccountId = Id<'Account'>
export type PersonId = Id<'Person'>
export type DataSourceId = Id<'DataSource'>
export type InvestigationId = Id<'Investigation'>

/** Marks a string that the caller knows to be such an id (a database key, a new uuid). */
export const asId = <T extends Id<string>>(text: string) => text as T

/** Where a case lives. The tenant is part of every address. */
export type CaseRef = { readonly tenantId: TenantId; readonly investigationId: InvestigationId }
