import { Failure } from '../failure.ts'
import type { RestServer } from '../rest.ts'

/** A line break from a file would end up in the middle of a header, and the error would show it. Throws `…/bad-token`. */
export function checkedToken({ name }: RestServer, token: string): string {
  if (/^[A-Za-z0-9_.=+/~-]+$/.test(token)) return token
  throw new Failure(`${name}/bad-token`, 'the token of the forge is empty, or holds what no token holds', {
    hint: 'see to what forge.token refers to: the token alone, in one line',
  })
}
