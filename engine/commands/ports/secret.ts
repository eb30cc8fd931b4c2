import { readText } from '../../adapters/files/read-text.ts'
import type { SecretReference } from '../../model/configuration.ts'
import { Failure } from '../../model/failure.ts'
import type { Io } from '../io.ts'

/** No credential is longer; a reference may name a device that never ends. */
const SECRET_LIMIT = 1024 * 1024

/** The value behind a reference; messages name the reference, never the value. */
export async function secretOf(reference: SecretReference, io: Io): Promise<string> {
  const { env, file } = reference
  if (env !== undefined) {
    const value = io.env[env]
    if (value === undefined || value === '') {
      throw new Failure('secret/missing', `the environment variable ${env} is not set`, {
        hint: 'set it, or change the reference in isthmus.yaml',
      })
    }
    return value
  }
  const text = readText(file ?? '', SECRET_LIMIT)
  const value = typeof text === 'string' ? text.trim() : ''
  if (value !== '') return value
  const why = typeof text === 'string' ? 'it is empty' : text.message
  throw new Failure('secret/missing', `the secret file ${file ?? ''} cannot be used: ${why}`, {
    hint: 'mount it, or change the reference in isthmus.yaml',
  })
}
