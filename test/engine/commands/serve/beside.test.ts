import { expect, test } from 'vitest'
import { serveOnce } from '../../../../engine/flows/serve.ts'
import { person } from '../../../contracts/scratch-repository.ts'
import { aSite } from '../../flows/a-site.ts'
import { aServer } from './a-server.ts'

test('what may be merged is told whether it is approved also where nothing is merged yet', async () => {
  const site = aSite()
  const { repository, forge } = site
  repository.commitAs(person, 'mine', { 'README.md': 'x\n' })
  const commit = (await repository.resolve('mine')) ?? ''
  forge.open({ author: 'ada', title: 'Mine', head: { branch: 'mine', commit }, base: 'main', isFork: false })
  await serveOnce(aServer(site).work)
  const said = forge.checks.filter((each) => each.commit === commit)
  expect(said.map((each) => `${each.name} ${each.state}`).sort()).toEqual([
    'isthmus/approval success',
    'isthmus/gate success',
    'isthmus/plan success',
  ])
})
