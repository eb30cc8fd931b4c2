import { execFileSync, spawn } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { isthmusIn, usageOf } from './child.ts'
import type { LoopbackHub } from './fleet/hub.ts'
import { startHub } from './fleet/hub.ts'
import type { FleetShape } from './fleet/repository.ts'
import { environmentName, writeFleet } from './fleet/repository.ts'
import type { Row } from './measure.ts'
import { quantile, rowOf } from './measure.ts'

const SHAPE: FleetShape = { clusters: 300, policies: 10, environments: 100 }
const BUSY = 10
const SECRET = 'a secret of the bench alone'

interface Line {
  readonly event: string
  readonly environment?: string
  readonly kind?: string
}

interface Serving {
  readonly url: string
  readonly pid: number
  /** Lines of the log so far. */
  readonly lines: Line[]
  until(what: string, isThere: (lines: readonly Line[]) => boolean): Promise<void>
  end(): void
}

/** A desired-state repository of 100 environments, a hub, a chat and the server, each a process or a socket of its own. */
export async function measureServer(
  cli: readonly string[],
  folder: string,
  idleMinutes: number,
): Promise<readonly Row[]> {
  const place = join(folder, 'server', 'repository')
  mkdirSync(place, { recursive: true })
  const chat = await startChat()
  writeFleet(place, SHAPE, (args) => isthmusIn(cli, args))
  const settings = join(place, 'isthmus.yaml')
  writeFileSync(settings, `${readFileSync(settings, 'utf8')}${serverSettings(chat.url)}`)
  // The remote that everybody pushes to, and where the forge of the bench keeps pull requests.
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', join(place, '..', 'origin.git')])
  execFileSync('git', ['-C', place, 'remote', 'add', 'origin', join(place, '..', 'origin.git')])
  commit(place, 'Serve')
  const kubeconfig = join(place, '..', 'kubeconfig.json')
  const hub = await startHub(place, kubeconfig)
  const server = await startServer(cli, place, kubeconfig)
  try {
    const began = performance.now()
    await server.until('the first look at every environment', (lines) => reconciled(lines).size === SHAPE.environments)
    const first = (performance.now() - began) / 1000
    await rest(5)
    const idle = await idleFor(idleMinutes, hub, server, place)
    const alerts = await driftToAlert(hub, chat)
    await rest(5)
    const plans = await pushToPlan(place, server)
    return rowsOf({ first, idle, alerts, plans, peakMb: usageOf(server.pid)?.peakMb })
  } finally {
    server.end()
    hub.end()
    chat.server.close()
  }
}

interface Measured {
  readonly first: number
  readonly idle: Awaited<ReturnType<typeof idleFor>>
  readonly alerts: readonly number[]
  readonly plans: readonly number[]
  readonly peakMb: number | undefined
}

function rowsOf({ first, idle, alerts, plans, peakMb }: Measured): readonly Row[] {
  const group = `serve, ${SHAPE.environments} environments of 3 clusters`
  const row = (what: string, unit: string, values: readonly number[], aim?: string) =>
    rowOf({ group, what, unit, values, ...(aim ? { aim } : {}) })
  return [
    row('first look at all', 's', [first]),
    row('push to plan, each of 10 busy environments', 's', plans),
    row('push to plan, 95th percentile', 's', [quantile(plans, 0.95)], 'below 30 s'),
    row('drift to alert, each of 10 clusters at once', 's', alerts),
    row('drift to alert, 95th percentile', 's', [quantile(alerts, 0.95)], 'below 120 s'),
    row('idle, requests to the hub a minute', 'a minute', [idle.requests / idle.minutes]),
    row('idle, bytes listed a minute', 'kB', [idle.bytes / 1000 / idle.minutes]),
    row('idle, writes to the hub', '', [idle.writes], 'none but the Lease'),
    row('idle, commits', '', [idle.commits], 'none'),
    row('idle, processor a minute', 's', [idle.cpu / idle.minutes]),
    row('open watches', '', [idle.open]),
    row('memory', 'MB', peakMb === undefined ? [] : [peakMb]),
  ]
}

function serverSettings(chat: string): string {
  return [
    'server: { every: 300, webhook: { secret: { env: BENCH_SECRET } } }',
    `chats: [{ type: webhook, url: '${chat}' }]`,
    'limits: { openProposals: 1000, newProposalsPerHour: 1000 }',
    '',
  ].join('\n')
}

function commit(place: string, message: string): void {
  execFileSync('git', ['-C', place, 'add', '-A'])
  execFileSync('git', ['-C', place, 'commit', '-q', '-m', message])
  execFileSync('git', ['-C', place, 'push', '-q', 'origin', 'HEAD'])
}

/** Takes alerts, and keeps when each came. */
async function startChat(): Promise<{
  readonly url: string
  readonly alerts: { readonly at: number; readonly text: string }[]
  readonly server: Server
}> {
  const alerts: { at: number; text: string }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (each: Buffer) => chunks.push(each))
    request.on('end', () => {
      alerts.push({ at: performance.now(), text: Buffer.concat(chunks).toString('utf8') })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, alerts, server }
}

async function startServer(cli: readonly string[], place: string, kubeconfig: string): Promise<Serving> {
  const args = [...cli, 'serve', '--from', 'hub', '--kubeconfig', kubeconfig, '--listen', '127.0.0.1:0', '-C', place]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, BENCH_SECRET: SECRET },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const lines: (Line & { url?: string })[] = []
  let held = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    const all = `${held}${chunk}`.split('\n')
    held = all.pop() ?? ''
    for (const each of all) if (each.startsWith('{')) lines.push(JSON.parse(each) as Line)
  })
  const until: Serving['until'] = async (what, isThere) => {
    const deadline = performance.now() + 300_000
    while (!isThere(lines)) {
      if (child.exitCode !== null || performance.now() > deadline) {
        throw new Error(
          `the server did not come to ${what}:\n${lines
            .slice(-10)
            .map((each) => JSON.stringify(each))
            .join('\n')}`,
        )
      }
      await rest(0.02)
    }
  }
  await until('listening', () => lines.some((each) => each.event === 'listening'))
  const url = lines.find((each) => each.event === 'listening')?.url ?? ''
  return { url, pid: child.pid ?? 0, lines, until, end: () => child.kill('SIGKILL') }
}

function reconciled(lines: readonly Line[]): ReadonlySet<string> {
  const done = lines.filter((each) => each.event === 'reconciled' && each.environment?.startsWith('fleet-'))
  return new Set(done.map((each) => each.environment ?? ''))
}

async function idleFor(minutes: number, hub: LoopbackHub, server: Serving, place: string) {
  // The drifts that the hub shows from the start are told first.
  await settled(server)
  const before = { hub: await hub.counts(), commits: commits(place), cpu: usageOf(server.pid)?.cpu ?? 0 }
  await rest(minutes * 60)
  const after = { hub: await hub.counts(), commits: commits(place), cpu: usageOf(server.pid)?.cpu ?? 0 }
  return {
    minutes,
    requests: after.hub.lists + after.hub.watches - before.hub.lists - before.hub.watches,
    bytes: after.hub.bytes - before.hub.bytes,
    writes: after.hub.writes - before.hub.writes,
    commits: after.commits - before.commits,
    cpu: after.cpu - before.cpu,
    open: after.hub.open,
  }
}

/** Until the log has been silent for some seconds. */
async function settled({ lines }: Serving): Promise<void> {
  for (let before = -1; lines.length !== before; ) {
    before = lines.length
    await rest(8)
  }
}

function commits(place: string): number {
  return Number(
    execFileSync('git', ['-C', join(place, '..', 'origin.git'), 'rev-list', '--all', '--count'], { encoding: 'utf8' }),
  )
}

/** One replica of each of ten environments changes its mind; until the chat has heard of each. */
async function driftToAlert(hub: LoopbackHub, chat: Awaited<ReturnType<typeof startChat>>): Promise<readonly number[]> {
  const before = chat.alerts.length
  const began = performance.now()
  const perEnvironment = (SHAPE.clusters / (SHAPE.environments ?? 1)) * SHAPE.policies
  for (let i = 0; i < BUSY; i++) await hub.flip((i + 2) * perEnvironment + 4)
  const found = new Map<string, number>()
  const deadline = began + 300_000
  while (found.size < BUSY && performance.now() < deadline) {
    for (const { at, text } of chat.alerts.slice(before)) {
      const name = /"environment":"(fleet-\d+)"/.exec(text)?.[1]
      if (name !== undefined && !found.has(name)) found.set(name, (at - began) / 1000)
    }
    await rest(0.02)
  }
  if (found.size < BUSY) throw new Error(`only ${found.size} of ${BUSY} drifts were told`)
  return [...found.values()]
}

/** A push that touches ten environments, and its webhook; until each has its proposal. */
async function pushToPlan(place: string, server: Serving): Promise<readonly number[]> {
  const names = Array.from({ length: BUSY }, (_, i) => environmentName(SHAPE, i + 20))
  for (const name of names) {
    const file = join(place, 'placements', `${name}.yaml`)
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        'clusters: { all: true }',
        'clusters: { all: true }, remediationAction: enforce',
      ),
    )
  }
  commit(place, 'Enforce')
  const from = server.lines.length
  const began = performance.now()
  await deliver(server.url)
  const found = new Map<string, number>()
  await server.until('a proposal for each', (lines) => {
    for (const each of lines.slice(from)) {
      const isPlan = each.event === 'proposal' && each.kind === 'change' && names.includes(each.environment ?? '')
      if (isPlan && !found.has(each.environment ?? ''))
        found.set(each.environment ?? '', (performance.now() - began) / 1000)
    }
    return found.size === BUSY
  })
  return [...found.values()]
}

async function deliver(url: string): Promise<void> {
  const body = JSON.stringify({ type: 'pushed', branch: 'main' })
  const time = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'x-isthmus-id': randomUUID(),
    'x-isthmus-timestamp': time,
    'x-isthmus-signature': `sha256=${signature}`,
  }
  const answer = await fetch(`${url.replace(/\/$/, '')}/webhooks/generic`, { method: 'POST', headers, body })
  if (answer.status >= 300) throw new Error(`the webhook was refused: ${answer.status} ${await answer.text()}`)
}

async function rest(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}
