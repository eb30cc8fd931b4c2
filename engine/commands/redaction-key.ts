import type { Configuration } from '../model/configuration.ts'
import { Failure } from '../model/failure.ts'
import type { Io } from './io.ts'
import { secretOf } from './ports/secret.ts'

const SHORTEST = 16

/** The key of the digests that stand for secrets; undefined where none is configured. */
export async function redactionKeyFor(configuration: Configuration, io: Io): Promise<string | undefined> {
  const reference = configuration.drift.redactionKey
  if (reference === undefined) return undefined
  const key = await secretOf(reference, io)
  if (key.length >= SHORTEST) return key
  throw new Failure('redaction/short-key', `drift.redactionKey is shorter than ${SHORTEST} characters`, {
    hint: 'use a random key, such as `openssl rand -hex 32` prints',
  })
}
