import { join } from 'node:path'
import { LOCK_FILE, parseLock } from '../../../engine/model/writer-lock.ts'
import { receiver } from '../../contracts/receiver.ts'
import type { platformMaker } from '../commands/a-platform.ts'
import { pulls } from '../commands/a-platform.ts'
import { git, pushAll, write } from '../commands/a-shell.ts'

export const SECRET = 'a-secret-of-some-length'

export type PlatformMaker = Awaited<ReturnType<typeof platformMaker>>

/** A merged platform whose alerts go to a receiver of the test. */
export async function aServed(aPlatform: PlatformMaker) {
  const place = aPlatform()
  const chat = await receiver()
  const configuration = `apiVersion: isthmus.dev/v1alpha1
kind: Configuration
forge: { type: local }
chats: [{ type: webhook, name: room, url: { env: ROOM } }]
server: { every: 3600, webhook: { secret: { env: HOOK } } }
`
  write(place.work, 'isthmus.yaml', configuration)
  pushAll(place.work, 'Serve')
  const alerts = () => chat.requests.map((each) => JSON.parse(each.body) as { id: string; event: string })
  const lock = () => {
    const text = git(join(place.work, '../origin.git'), 'show', `isthmus/history:${LOCK_FILE}`)
    return parseLock(text)
  }
  return { ...place, chat, alerts, lock, env: { ROOM: chat.url, HOOK: SECRET } }
}

export async function openPulls(work: string) {
  return (await pulls(work)).filter((each) => each.state === 'open').map((each) => each.title)
}
