import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { Place } from './address.ts'
import type { Connection } from './connection.ts'
import { odd } from './failures.ts'

const USER = 'GET /user'
const GRAPHQL = 'POST /graphql'

/**
 * The login with which we work, asked once. An installation (of a GitHub App, or the token of a workflow) has no user: only
 * GraphQL tells its login.
 */
export function selfOf(connection: Connection, { api }: Place): () => Promise<string> {
  const known: { login?: Promise<string> } = {}
  const ask = async (): Promise<string> => {
    const { data } = await connection.request(USER, {}).catch((error: unknown) => {
      if (!(error instanceof Failure && error.code === 'github/forbidden')) throw error
      return connection.request(GRAPHQL, { baseUrl: api.replace(/\/v3$/, ''), query: '{viewer{login}}' })
    })
    return loginIn(data)
  }
  return () => {
    known.login ??= ask().catch((error: unknown) => {
      delete known.login
      throw error
    })
    return known.login
  }
}

function loginIn(data: Json): string {
  const login = textAt(data, 'login') ?? textAt(data, 'data', 'viewer', 'login')
  if (login === undefined) throw odd(`${USER}: the answer names nobody`)
  return login
}
