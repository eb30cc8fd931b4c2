import { dirname, resolve } from 'node:path'
import type { User } from '@kubernetes/client-node'
import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { listAt, textAt } from '../../model/json.ts'

/** How files are read. */
export interface Reading {
  /** Text of a file; throws where it cannot be read, or has more bytes than `limit`. */
  readonly read: (path: string, limit: number) => Promise<string>
  /** Reads YAML, for what the client leaves out of a kubeconfig; absent: that is not known. */
  readonly parse?: (text: string) => Json
}

const TOKEN_LIMIT = 1024 * 1024

/**
 * Users with the tokens that `tokenFile` names, which come before `token` as in kubectl (client-go, AuthInfo); the client knows
 * no such key. A file that cannot be read leaves its user without.
 */
export async function withTokenFiles(
  users: readonly User[],
  { path, text }: { readonly path: string; readonly text: string },
  { read, parse }: Reading,
): Promise<User[]> {
  if (!parse || !text.includes('tokenFile')) return [...users]
  const written = listAt(parse(text), 'users')
  return await Promise.all(
    users.map(async (user) => {
      const named = written.find((each) => textAt(each, 'name') === user.name)
      const file = textAt(named, 'user', 'tokenFile')
      const token = file && (await read(resolve(dirname(path), file), TOKEN_LIMIT).catch(unlessUnreadable))
      return token ? { ...user, token: token.trim() } : user
    }),
  )
}

function unlessUnreadable(error: unknown): undefined {
  if (error instanceof Failure || (error instanceof Error && 'code' in error)) return undefined
  throw error
}
