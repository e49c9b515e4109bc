import { graphql } from '../gql/gql.ts'

export const DecisionDialog_approval = graphql(`
  fragment DecisionDialog_approval on ApprovalRequest {
    id mayAsSelf decidableFor { personId name } given { rememberedUntil } query { purpose sql ifRejected tables { schema name } } context { ...ContextEditor_context }
  }
`)
