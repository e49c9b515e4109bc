import { useMutation } from '@urql/vue'
import { graphql } from '../gql/gql.ts'
import type { CommentAddInput } from '../gql/graphql.ts'
import { useChange } from '../settings/useChange.ts'

/** Writing, changing and deleting comments; each answers whether it was done. */
export const useComments = () => {
  const { run, busy } = useChange()
  const adding = useMutation(
    graphql(`
    mutation CommentAdd($input: CommentAddInput!) { commentAdd(input: $input) { __typename ... on CommentPayload { comment { id body } } ... on UserError { code message path } } }
  `),
  )
  const editing = useMutation(
    graphql(`
    mutation CommentEdit($input: CommentEditInput!) {
      commentEdit(input: $input) { __typename ... on CommentPayload { comment { id body editedAt } } ... on UserError { code message path } }
    }
  `),
  )
  const deleting = useMutation(
    graphql(`
    mutation CommentDelete($input: CommentDeleteInput!) {
      commentDelete(input: $input) { __typename ... on CommentPayload { comment { id body isDeleted } } ... on UserError { code message path } }
    }
  `),
  )
  return {
    busy,
    add: async (input: CommentAddInput) => (await run(adding.executeMutation({ input }))) !== null,
    edit: async (commentId: string, body: string) =>
      (await run(editing.executeMutation({ input: { commentId, body } }))) !== null,
    remove: async (commentId: string) => (await run(deleting.executeMutation({ input: { commentId } }))) !== null,
  }
}
