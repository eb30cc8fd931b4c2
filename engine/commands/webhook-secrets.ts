import type { Configuration } from '../model/configuration.ts'
import { Failure } from '../model/failure.ts'
import type { Io } from './io.ts'
import { secretOf } from './ports/secret.ts'

const SHORTEST = 16

/** What webhooks are signed with, and what they were signed with before; none where none is configured. Throws `serve/short-secret`. */
export async function webhookSecrets({ server }: Configuration, io: Io): Promise<readonly string[]> {
  const { secret, previousSecret } = server.webhook ?? {}
  const references = [secret, previousSecret].flatMap((each) => each ?? [])
  const secrets = await Promise.all(references.map((each) => secretOf(each, io)))
  if (secrets.every((each) => each.length >= SHORTEST)) return secrets
  throw new Failure('serve/short-secret', `a webhook secret is shorter than ${SHORTEST} characters`, {
    hint: 'use a random one, such as `openssl rand -hex 32` prints, and write the same on the forge',
  })
}
