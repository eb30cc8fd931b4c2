import { readFile } from 'node:fs/promises'
import type { SecretReference } from '../../model/configuration.ts'
import { Failure } from '../../model/failure.ts'
import type { Io } from '../io.ts'

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
  try {
    return (await readFile(file ?? '', 'utf8')).trim()
  } catch (cause) {
    throw new Failure('secret/missing', `the secret file ${file ?? ''} cannot be read`, {
      hint: 'mount it, or change the reference in isthmus.yaml',
      cause,
    })
  }
}
