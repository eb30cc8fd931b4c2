import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { at, textAt } from '../../engine/model/json.ts'
import { platformMaker } from '../engine/commands/a-platform.ts'
import { pushAll, read, write } from '../engine/commands/a-shell.ts'
import { isthmusChild } from '../engine/server/a-child.ts'
import type { PlatformMaker } from '../engine/server/a-served.ts'
import { aServed, openPulls, SECRET } from '../engine/server/a-served.ts'
import { mac } from '../engine/stages/webhooks/signed.ts'
import { hasRecordedCrds } from './testbed/crds.ts'
import type { Platform } from './testbed/platform.ts'
import { startPlatform } from './testbed/platform.ts'

const SECONDS = 6
const bed: { platform?: Platform; aPlatform?: PlatformMaker } = {}

vi.setConfig({ testTimeout: 180_000 })

if (!hasRecordedCrds) console.warn('no recorded CustomResourceDefinitions: there is no hub to serve on')

beforeAll(async () => {
  if (!hasRecordedCrds) return
  bed.platform = await startPlatform({ members: [] })
  bed.aPlatform = await platformMaker()
})
afterAll(async () => bed.platform?.stop())

test.skipIf(!hasRecordedCrds)(
  'two replicas on a real hub: one leads, the other takes over, and a hub that restarts is found again',
  async () => {
    const { platform, aPlatform } = bed
    if (!platform || !aPlatform) throw new Error('the test bed is not there')
    const { work, env } = await aServed(aPlatform)
    const lease = `\n  lease: { namespace: default, seconds: ${SECONDS} }\n`
    write(
      work,
      'isthmus.yaml',
      read(work, 'isthmus.yaml').replace(
        /^server: \{(.*) \}$/m,
        `server:\n  every: 3600\n  webhook: { secret: { env: HOOK } }${lease}`,
      ),
    )
    pushAll(work, 'Two replicas')
    const replica = () =>
      isthmusChild(work, ['serve', '--from', 'hub', '--kubeconfig', platform.kubeconfig, '--listen', '0'], env)
    const held = () => platform.hub.get('coordination.k8s.io/v1', 'Lease', 'default', 'isthmus')

    const first = replica()
    await first.until('role', (each) => each.role === 'writer')
    await first.until('reconciled')
    const second = replica()
    await second.until('role', (each) => each.role === 'standby')
    const before = await held()
    expect(at(before, 'spec', 'leaseDurationSeconds')).toBe(SECONDS)

    const body = JSON.stringify({ type: 'pushed', branch: 'main' })
    const time = String(Math.floor(Date.now() / 1000))
    const headers = {
      'content-type': 'application/json',
      'x-isthmus-id': 'd-1',
      'x-isthmus-timestamp': time,
      'x-isthmus-signature': `sha256=${mac(SECRET, `${time}.${body}`)}`,
    }
    const answer = await fetch(`${await second.url()}/webhooks/generic`, { method: 'POST', headers, body })
    expect(answer.status).toBe(202)
    await first.until('reconcile', (each) => String(each.because).includes('another replica asked'))

    first.process.kill('SIGKILL')
    await second.until('role', (each) => each.role === 'writer')
    await second.until('reconciled')
    const after = await held()
    expect(textAt(after, 'spec', 'holderIdentity')).not.toBe(textAt(before, 'spec', 'holderIdentity'))
    expect(Number(at(after, 'spec', 'leaseTransitions'))).toBe(Number(at(before, 'spec', 'leaseTransitions')) + 1)
    expect(second.lines().filter((each) => each.event === 'proposal' && each.outcome === 'created')).toEqual([])
    expect((await openPulls(work)).length).toBeLessThanOrEqual(1)

    const leads = () => second.lines().filter((each) => each.event === 'role' && each.role === 'writer').length
    await platform.hub.restart()
    const looks = () => second.lines().filter((each) => each.event === 'reconciled').length
    const known = looks()
    await expect.poll(looks, { timeout: 90_000, interval: 500 }).toBeGreaterThan(known)
    expect(leads()).toBeGreaterThanOrEqual(1)
    expect(second.lines().filter((each) => each.event === 'bug')).toEqual([])
    second.process.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    expect(textAt(await held(), 'spec', 'holderIdentity') ?? '').toBe('')
  },
)
