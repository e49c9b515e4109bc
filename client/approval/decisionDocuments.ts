import { graphql } from '../gql/gql.ts'

export const DecisionDialog_approval = graphql(`
  fragment DecisionDialog_approval on ApprovalRequest { id query { purpose sql ifRejected } context { ...ContextEditor_context } }
`)
