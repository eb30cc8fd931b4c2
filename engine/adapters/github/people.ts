import { Failure } from '../../model/failure.ts'
import { textAt } from '../../model/json.ts'
import type { Place } from './address.ts'
import type { Connection } from './connection.ts'

const PERMISSION = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission'

/** Whether somebody may write to the repository now, by their highest right, however it was given. */
export async function mayWrite(connection: Connection, { owner, name }: Place, username: string): Promise<boolean> {
  try {
    const { data } = await connection.request(PERMISSION, { owner, repo: name, username })
    return ['admin', 'write'].includes(textAt(data, 'permission') ?? '')
  } catch (error) {
    // An account that is gone, or that of an application.
    if (error instanceof Failure && error.code === 'github/not-found') return false
    throw error
  }
}
