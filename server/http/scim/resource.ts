import type { SignedIn } from '../../core/access/signedIn.ts'

/** What can be done to one kind of resource; each throws a `ScimError`. */
export interface Resource {
  get(signedIn: SignedIn, id: string): Promise<object>
  list(signedIn: SignedIn, asked: URLSearchParams): Promise<object>
  make(signedIn: SignedIn, body: unknown): Promise<object>
  replace(signedIn: SignedIn, id: string, body: unknown): Promise<object>
  patch(signedIn: SignedIn, id: string, body: unknown): Promise<object>
  remove(signedIn: SignedIn, id: string): Promise<void>
}
