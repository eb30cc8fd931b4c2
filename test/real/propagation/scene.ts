import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { Alert } from '../../../engine/model/chat.ts'
import type { Drift, DriftReport } from '../../../engine/model/drift.ts'
import type { Finding } from '../../../engine/model/finding.ts'
import type { PolicySelection } from '../../../engine/model/policy-selection.ts'
import type { Rendered } from '../../../engine/model/rendered.ts'
import { readRendered } from '../../../engine/stages/read-rendered.ts'
import { aRepository, isthmusAt, pushAll, read, write } from '../../engine/commands/a-shell.ts'
import type { Platform } from '../testbed/platform.ts'
import { startPlatform } from '../testbed/platform.ts'
import { makeHealthy } from './healthy-world.ts'
import { prepareWorld } from './outer-world.ts'
import type { Propagation } from './propagation.ts'
import { propagationOn } from './propagation.ts'
import { serveViews } from './views.ts'

const MEMBERS = ['cluster1', 'cluster2', 'cluster3']
export const HUB_NAMESPACE = 'isthmus-gdw'

export interface PlanSeen {
  readonly findings: readonly Finding[]
  readonly selections?: readonly { readonly policies: readonly PolicySelection[] }[]
  readonly overwrites?: readonly { readonly drifts: readonly Drift[]; readonly unseen: readonly unknown[] }[]
}

/** The reference environment, delivered to real API servers and well, with a desired-state repository that is merged. */
export interface Scene {
  readonly platform: Platform
  /** Checkout of the desired-state repository. */
  readonly work: string
  /** For files of the test's own. */
  readonly root: string
  readonly propagation: Propagation
  /** Alerts that the webhook got, oldest first; they are taken away. */
  takeAlerts(): readonly Alert[]
  /** One look by the command line. */
  look(
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly report: DriftReport; readonly err: string }>
  /** The plan of the working tree as data, with what it says of the clusters. */
  plan(...args: readonly string[]): Promise<PlanSeen>
  /** One look that publishes. */
  publish(...args: readonly string[]): Promise<{ readonly err: string; readonly out: string }>
  rendered(): Rendered
  stop(): Promise<void>
}

export async function startScene(): Promise<Scene> {
  const { root, work } = await aRepository()
  const alerts: Alert[] = []
  const chat = await startReceiver((alert) => alerts.push(alert))
  const platform = await startPlatform({ members: MEMBERS })
  const views = serveViews(platform)
  const propagation = propagationOn(platform, HUB_NAMESPACE)
  const run = (...args: readonly string[]) => isthmusAt(new Date().toISOString(), work, ...args)
  const at = (args: readonly string[]) => [
    ...args,
    ...(args.includes('--kubeconfig') ? [] : ['--kubeconfig', platform.kubeconfig]),
  ]
  const scene: Scene = {
    platform,
    work,
    root,
    propagation,
    takeAlerts: () => alerts.splice(0),
    look: async (...args) => {
      const { code, out, err } = await run('drift', '--output', 'json', ...at(args))
      if (out === '') throw new Error(err)
      return { code, err, report: JSON.parse(out) as DriftReport }
    },
    plan: async (...args) => {
      const { out, err } = await run('plan', '--output', 'json', ...at(args))
      if (out === '') throw new Error(err)
      return JSON.parse(out) as PlanSeen
    },
    publish: async (...args) => await run('drift', '--publish', ...at(args)),
    rendered: () => renderedIn(work),
    stop: async () => {
      await views.stop()
      await platform.stop()
      await chat.stop()
    },
  }
  try {
    write(work, 'isthmus.yaml', configuration(chat.url))
    await rollOut(scene)
    await deliver(scene, 'inform')
    return scene
  } catch (error) {
    await scene.stop()
    throw error
  }
}

function configuration(url: string): string {
  return `apiVersion: isthmus.dev/v1alpha1
kind: Configuration
forge: { type: local }
chats:
  - { type: webhook, url: '${url}' }
`
}

/** Merges the environment with that remediation, and lets it reach the clusters. */
export async function deliver(scene: Scene, action: 'enforce' | 'inform'): Promise<void> {
  await merge(scene.work, action)
  await sync(scene)
  await scene.propagation.settle()
}

async function merge(work: string, action: 'enforce' | 'inform'): Promise<void> {
  const placements = read(work, 'placements/gdw.yaml')
  write(work, 'placements/gdw.yaml', placements.replaceAll(/remediationAction: \w+/g, `remediationAction: ${action}`))
  const { code, err } = await isthmusAt(new Date().toISOString(), work, 'expand')
  if (code !== 0) throw new Error(err)
  pushAll(work, `Rendered to ${action}`)
}

/** The first roll-out is RHACM's own work; between its passes operators and people do theirs. */
async function rollOut(scene: Scene): Promise<void> {
  const { work, platform, propagation } = scene
  await merge(work, 'enforce')
  const rendered = renderedIn(work)
  await prepareWorld(platform, rendered)
  await sync(scene)
  for (let pass = 0; pass < 2; pass++) {
    await propagation.settle()
    await makeHealthy(platform, rendered)
  }
}

/** What Argo CD does with `rendered/`: server-side apply of everything. */
export async function sync({ work, platform }: Pick<Scene, 'work' | 'platform'>): Promise<void> {
  const { others, policies } = renderedIn(work)
  for (const each of others) await platform.hub.apply(each, { manager: 'argocd-controller', force: true })
  const apply = policies.map(({ object }) => platform.hub.apply(object, { manager: 'argocd-controller', force: true }))
  await Promise.all(apply)
}

export function renderedIn(work: string): Rendered {
  const folder = join(work, 'rendered/gdw')
  const files = readdirSync(folder).map((file): [string, string] => [
    `rendered/gdw/${file}`,
    readFileSync(join(folder, file), 'utf8'),
  ])
  return readRendered('gdw', new Map(files)).rendered
}

/** A chat on loopback that takes everything. */
async function startReceiver(take: (alert: Alert) => void): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      take(JSON.parse(Buffer.concat(parts).toString()) as Alert)
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}/`, stop }
}
