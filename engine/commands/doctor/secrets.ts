import { resolve } from 'node:path'
import type { Subject } from '../../flows/doctor.ts'
import type { Configuration, SecretReference } from '../../model/configuration.ts'
import { count } from '../../model/count.ts'
import type { Diagnosis } from '../../model/diagnosis.ts'
import { Failure } from '../../model/failure.ts'
import type { Io } from '../io.ts'
import { secretOf } from '../ports/secret.ts'
import { redactionKeyFor } from '../redaction-key.ts'
import { webhookSecrets } from '../webhook-secrets.ts'

const ID = 'configuration/secrets'

type Read = readonly [name: string, read: () => Promise<unknown>]

/** Secrets that isthmus.yaml refers to and nothing else here reads: a server or a bot would miss them only when it needs them. */
export function secretsSubject(configuration: Configuration, directory: string, io: Io): Subject {
  const reads = readsOf(configuration, directory, io)
  return {
    thing: 'configuration',
    name: directory,
    examine: async (examiner) => {
      if (reads.length === 0) return []
      const failures = await Promise.all(reads.map(failureOf))
      const failed = failures.flatMap((each): readonly Diagnosis[] =>
        each === undefined ? [] : [examiner.fail(ID, `${each.name}: ${each.failure.message}`, each.failure.hint)],
      )
      if (failed.length > 0) return failed
      return [examiner.ok(ID, `${count(reads.length, 'secret')} of isthmus.yaml can be read`)]
    },
  }
}

function readsOf(configuration: Configuration, directory: string, io: Io): readonly Read[] {
  const { author, chats, drift, forge, git, heartbeat, server } = configuration
  const ofReference = (name: string, value: SecretReference | string | undefined): readonly Read[] =>
    value === undefined || typeof value === 'string' ? [] : [[name, () => secretOf(value, io)]]
  const signing = author.sign === undefined ? undefined : { file: resolve(directory, author.sign.key.file) }
  return [
    ...ofReference('forge.app.key', forge.app?.key),
    ...ofReference('git.token', git?.token),
    ...ofReference('author.sign.key', signing),
    ...chats.flatMap(({ type, name = type, token }) => ofReference(`token of chat ${name}`, token)),
    ...ofReference('heartbeat.url', heartbeat?.url),
    ...(server.webhook === undefined ? [] : [['server.webhook', () => webhookSecrets(configuration, io)] as const]),
    ...(drift.redactionKey === undefined
      ? []
      : [['drift.redactionKey', () => redactionKeyFor(configuration, io)] as const]),
  ]
}

async function failureOf([name, read]: Read): Promise<
  { readonly name: string; readonly failure: Failure } | undefined
> {
  try {
    await read()
    return undefined
  } catch (error) {
    if (error instanceof Failure) return { name, failure: error }
    throw error
  }
}
