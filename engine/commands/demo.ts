import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { Failure } from '../model/failure.ts'
import { deliver, proposeAndMerge, pushDesiredState } from './demo/change.ts'
import { driftApart, heal, patrolOnce } from './demo/drift.ts'
import { writePracticeClusters } from './demo/practice.ts'
import { farewell, openScene, welcome } from './demo/stage.ts'
import type { CommandDefinition } from './register.ts'

export const demoCommand: CommandDefinition = {
  usage: 'demo [dir]',
  summary: 'the whole loop on embedded defaults: desired state, pull request, drift, alert, healing',
  examples: [
    ['isthmus demo', 'in a new temporary folder'],
    ['isthmus demo ./demo', 'in a folder of your choice, which must not exist yet'],
    [
      'isthmus demo --clusters ../clusters',
      'in a repository of your own: clusters to practise on, where there is no hub',
    ],
  ],
  options: [
    [
      '--clusters <dir>',
      'no story: write what is merged in this repository as RHACM would deliver it, one folder a cluster',
    ],
  ],
  async run(call) {
    const { io, common, args, options } = call
    const [wanted] = args
    if (typeof options.clusters === 'string') {
      await writePracticeClusters(call, options.clusters)
      return 0
    }
    const root =
      wanted === undefined
        ? await mkdtemp(`${tmpdir()}/isthmus-demo-`)
        : await newFolder(resolve(common.directory, wanted))
    const scene = openScene(root, io)
    welcome(scene)
    await pushDesiredState(scene)
    await proposeAndMerge(scene)
    const rendered = await deliver(scene)
    await patrolOnce(
      scene,
      'Isthmus looks for the first time',
      'Objects are compared with the policies exactly as RHACM would; here everything is as agreed.',
    )
    await driftApart(scene)
    await patrolOnce(
      scene,
      'Isthmus looks',
      'Each drift once: what should be, what is, which tool changed it, which line of yours asked for it.',
    )
    await heal(scene, rendered)
    await patrolOnce(
      scene,
      'Isthmus looks again',
      'What is mended leaves the report. What cannot be seen stays unknown: it is never called in sync and closes nothing.',
    )
    farewell(scene)
    return 0
  },
}

async function newFolder(path: string): Promise<string> {
  try {
    await mkdir(path)
  } catch (cause) {
    throw new Failure('demo/folder', `${path} cannot be made, or is there already`, {
      hint: 'name a folder that does not exist yet',
      cause,
    })
  }
  return path
}
