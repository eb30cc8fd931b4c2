import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Rendered } from '../../engine/model/rendered.ts'
import { readRendered } from '../../engine/stages/read-rendered.ts'
import type { Child } from '../engine/server/a-child.ts'
import { isthmusChild } from '../engine/server/a-child.ts'
import type { GiteaStory } from '../real/gitea-story.ts'
import { desiredState, giteaStory } from '../real/gitea-story.ts'
import { cloneOf } from '../real/testbed/gitea-repository.ts'
import type { SoakHub } from './a-hub.ts'
import { soakHub } from './a-hub.ts'
import type { Chance } from './chance.ts'
import { chance } from './chance.ts'
import { imageVariables } from './image-variables.ts'
import type { MoodyChat } from './moody-chat.ts'
import { moodyChat } from './moody-chat.ts'

export const MEMBERS = ['cluster1', 'cluster2', 'cluster3']
export const SECRET = 'a-secret-of-the-webhook'

/** Everything around one `isthmus serve`: a real Gitea with people, a hub, a chat, and the process itself in a clone of its own. */
export interface World {
  readonly story: GiteaStory
  readonly hub: SoakHub
  readonly chat: MoodyChat
  readonly chance: Chance
  readonly isthmus: Child
  /** Where the server answers. */
  readonly url: string
  /** Of Node's inspector in the server. */
  readonly inspector: string
  /** The server's clone, and the folder that it has for temporary files. */
  readonly clone: string
  readonly temporary: string
  /** The hub gets what the default branch has. */
  deliver(): void
  /** Takes the world away; the server has to be stopped before. */
  end(): Promise<void>
}

export async function aWorld(seed: number): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-soak-'))
  const story = await giteaStory()
  const hub = await soakHub(MEMBERS)
  const chat = await moodyChat()
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  await story.push(
    desiredState(story, {
      server: { webhook: { secret: { env: 'HOOK_SECRET' } }, every: 60 },
      chats: [{ type: 'webhook', url: chat.url }],
      limits: { newProposalsPerHour: 10_000, openProposals: 50 },
    }),
  )
  const clone = cloneOf(story.repository, folder)
  const variables = imageVariables()
  const isthmus = isthmusChild(
    clone,
    ['serve', '--from', 'hub', '--kubeconfig', hub.kubeconfig, '--views', '--listen', '0', '--dashboard', 'off'],
    {
      ISTHMUS_TOKEN: story.team.bot.token,
      HOOK_SECRET: SECRET,
      TMPDIR: temporary,
      ...variables,
      NODE_OPTIONS: `${variables.NODE_OPTIONS} --inspect=127.0.0.1:0`,
    },
  )
  const url = await isthmus.url()
  const inspector = /ws:\/\/\S+/.exec(isthmus.text())?.[0] ?? ''
  await tellOfEverything(story, url)
  return {
    story,
    hub,
    chat,
    chance: chance(seed),
    isthmus,
    url,
    inspector,
    clone,
    temporary,
    deliver: () => hub.deliver(renderedIn(story.work)),
    end: async () => {
      await hub.close()
      await story.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function tellOfEverything({ repository }: GiteaStory, url: string): Promise<void> {
  const events = ['push', 'pull_request', 'pull_request_comment', 'issue_comment', 'pull_request_review', 'status']
  const config = { url: `${url}/webhooks/gitea`, content_type: 'json', secret: SECRET }
  await repository.api('POST', '/hooks', { type: 'gitea', config, events, active: true })
}

function renderedIn(work: string): Rendered {
  const place = join(work, 'rendered/gdw')
  const files = readdirSync(place).map((each) => [`rendered/gdw/${each}`, readFileSync(join(place, each), 'utf8')])
  return readRendered('gdw', new Map(files as [string, string][])).rendered
}
