import { expect, test } from 'vitest'
import { configurationIn } from '../../../../engine/commands/configuration.ts'
import { assemble } from '../../../../engine/commands/serve/assemble.ts'
import type { ServerPorts } from '../../../../engine/commands/serve/ports.ts'
import { serveOnce } from '../../../../engine/flows/serve.ts'
import { fakeLog } from '../../../contracts/fake-log.ts'
import { fakeMetrics } from '../../../contracts/fake-metrics.ts'
import { noon, person, scratchFolder } from '../../../contracts/scratch-repository.ts'
import { aSite } from '../../flows/a-site.ts'

test('what may be merged is told whether it is approved also where nothing is merged yet', async () => {
  const { repository, forge, source, now } = { ...aSite(), now: () => noon }
  repository.commitAs(person, 'mine', { 'README.md': 'x\n' })
  const commit = (await repository.resolve('mine')) ?? ''
  forge.open({ author: 'ada', title: 'Mine', head: { branch: 'mine', commit }, base: 'main', isFork: false })
  const clone = {
    origin: undefined,
    root: '/',
    person: async () => undefined,
    tidy: async () => false,
    checkDefaultBranch: async () => {},
  }
  const ports: ServerPorts = {
    configuration: await configurationIn(scratchFolder()),
    repository: { ...repository, ...clone },
    forge,
    chats: [],
    pulse: {},
    source,
    leases: undefined,
    webhookSecrets: [],
    redactionKey: undefined,
    identity: 'one',
    host: 'here',
  }
  const { signal } = new AbortController()
  const around = {
    log: fakeLog(),
    metrics: fakeMetrics(),
    signal,
    now,
    nowMs: () => 0,
    everySeconds: 300,
    environment: undefined,
  }
  await serveOnce(assemble(ports, around).work)
  const said = forge.checks.filter((each) => each.commit === commit)
  expect(said.map((each) => `${each.name} ${each.state}`).sort()).toEqual([
    'isthmus/approval success',
    'isthmus/gate success',
    'isthmus/plan success',
  ])
})
