import { expect, test } from 'vitest'
import { DEFAULTS } from '../../../../engine/commands/configuration.ts'
import { assemble } from '../../../../engine/commands/serve/assemble.ts'
import type { ServerPorts } from '../../../../engine/commands/serve/ports.ts'
import { fakeLog } from '../../../contracts/fake-log.ts'
import { fakeMetrics } from '../../../contracts/fake-metrics.ts'
import { aSite } from '../../flows/a-site.ts'

test('a commit of the default branch is read once, for all that a server does with it', async () => {
  const { repository, forge, chat, source, state } = aSite()
  const reads: string[] = []
  const counting = {
    ...repository,
    origin: undefined,
    root: '/nowhere',
    person: async () => undefined,
    tidy: async () => false,
    checkDefaultBranch: async () => {},
    readTree: async (ref: string, folder: string) => {
      if (folder === 'rendered') reads.push(ref)
      return await repository.readTree(ref, folder)
    },
  }
  const log = fakeLog()
  const ports: ServerPorts = {
    configuration: DEFAULTS,
    repository: counting,
    forge,
    chats: [chat],
    pulse: {},
    source,
    leases: undefined,
    webhookSecrets: [],
    redactionKey: undefined,
    identity: 'one',
    host: 'here',
  }
  const { work } = assemble(ports, {
    log,
    metrics: fakeMetrics(),
    signal: new AbortController().signal,
    now: () => '2026-03-04T12:00:00Z',
    nowMs: () => state.minutes,
    everySeconds: 300,
    environment: undefined,
  })
  await work.lock.claim()
  const names = await work.discover()
  expect(names).toEqual(['small', 'pull requests'])
  for (const each of names) expect(await work.attempt(each, ['a test'])).toBe('done')
  const tip = await repository.resolve('main')
  expect(reads.filter((each) => each === tip)).toHaveLength(1)
})
