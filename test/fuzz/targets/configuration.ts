import fc from 'fast-check'
import { dump } from 'js-yaml'
import { accessTo } from '../../../engine/adapters/git/access.ts'
import type { GitRepository } from '../../../engine/adapters/git.ts'
import { hostsOf } from '../../../engine/commands/dashboard/live-pages.ts'
import type { Io } from '../../../engine/commands/io.ts'
import { paletteFor } from '../../../engine/commands/io.ts'
import { chatsFor, pulseFor } from '../../../engine/commands/ports/chats.ts'
import { forgeFor } from '../../../engine/commands/ports/forge.ts'
import { gitOptionsFor } from '../../../engine/commands/ports/git.ts'
import type { Configuration } from '../../../engine/model/configuration.ts'
import { Failure } from '../../../engine/model/failure.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { load } from '../../../engine/stages/load.ts'
import { validate } from '../../../engine/stages/validate.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { hostileText, mutatedJson, mutatedText } from '../hostile.ts'
import { hold, target } from '../target.ts'

/** Of the environment, or written out by somebody who should not. */
const SECRET = 'zQ7hGfTrewPLmnbVcxsdkAQ9'
const ENV = {
  FORGE_TOKEN: SECRET,
  CHAT_URL: `https://chat.example/${SECRET}`,
  CHAT_TOKEN: SECRET,
  HOOK: `${SECRET}-hook`,
}
const CONFIGURATION: JsonObject = {
  apiVersion: 'isthmus.dev/v1alpha1',
  kind: 'Configuration',
  forge: {
    type: 'gitea',
    url: 'https://git.example.com',
    repository: 'platform/desired-state',
    token: { env: 'FORGE_TOKEN' },
    reviewers: ['@ada'],
  },
  git: { username: 'bot', token: { env: 'FORGE_TOKEN' }, sshKey: '/keys/key', knownHosts: '/keys/known_hosts' },
  network: { caFile: 'trust/ca.crt' },
  author: { name: 'Isthmus', email: 'isthmus@example.com', signOff: true },
  server: { url: 'https://isthmus.example.com', webhook: { secret: { env: 'HOOK' } } },
  chats: [
    { name: 'ops', type: 'slack', url: { env: 'CHAT_URL' }, minimumSeverity: 'high' },
    { name: 'bot', type: 'mattermost', url: 'https://chat.example', token: { env: 'CHAT_TOKEN' }, channel: 'c' },
    { name: 'hook', type: 'webhook', url: { env: 'CHAT_URL' }, secret: { env: 'HOOK' } },
    { name: 'am', type: 'alertmanager', url: 'https://am.example', token: { env: 'CHAT_TOKEN' }, expireMinutes: 60 },
  ],
  heartbeat: { url: { env: 'CHAT_URL' } },
  drift: { redactionKey: { env: 'HOOK' } },
}
/** What people do who have not read about references. */
const CARELESS: JsonObject = {
  ...CONFIGURATION,
  forge: { type: 'github', repository: 'o/r', token: SECRET },
  git: { token: SECRET },
  server: { webhook: { secret: SECRET, previousSecret: [SECRET] } },
  chats: [{ type: 'slack', url: { env: 'CHAT_URL' }, token: SECRET, channel: 'c' }],
}
const TEXTS = [CONFIGURATION, CARELESS].map((each) => dump(each))

const ALERT = {
  id: '0123456789abcdef',
  event: 'opened',
  environment: 'gdw',
  severity: 'critical',
  title: 'gdw: NetworkPolicy vault/vault differs on cluster2',
  lines: ['/spec/ingress'],
  time: '2026-01-31T12:00:00Z',
  life: 'fedcba9876543210',
  since: '2026-01-31T12:00:00Z',
} as const

function aWorld(): Io & { readonly said: string[] } {
  const said: string[] = []
  const say = (text: string) => void said.push(text)
  return {
    ...{ cwd: '/', env: ENV, isTerminal: false, palette: paletteFor(false), said, out: say, err: say },
    now: () => ALERT.time,
    fetch: async () => new Response(`{"ok":false,"error":"${SECRET}"}`, { status: 400 }),
  }
}

/** Every port that a command makes of the configuration, each told something. Gives what failed. */
async function used(configuration: Configuration, io: Io): Promise<readonly unknown[]> {
  const repository = { ...fakeRepository(), root: '/nonexistent', origin: 'https://git.example.com/o/r.git' }
  const chats = chatsFor(configuration, '/nonexistent', io)
  const { heartbeat } = pulseFor(configuration, '/nonexistent', io)
  const works: readonly (() => unknown)[] = [
    () => forgeFor('/nonexistent', repository as unknown as GitRepository, configuration, io),
    () => hostsOf('127.0.0.1', configuration),
    () => accessTo(repository.origin, gitOptionsFor(configuration, '/nonexistent', io).access ?? {}).login?.(),
    ...chats.map((chat) => () => chat.send(ALERT)),
    () => heartbeat?.beat({ ...ALERT, event: 'alive' }),
  ]
  const settled = await Promise.allSettled(works.map(async (each) => each()))
  return settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
}

export const configurations = target({
  name: 'configuration',
  holds: 'any isthmus.yaml gives findings, or ports that fail with a remedy; no secret is in what either says',
  input: fc.oneof(
    { weight: 4, arbitrary: mutatedJson([CONFIGURATION, CARELESS]).map((each) => dump(each, { noRefs: true })) },
    { weight: 2, arbitrary: mutatedText(TEXTS) },
    { weight: 1, arbitrary: hostileText },
  ),
  cases: [
    ...TEXTS,
    ...['https://a:b', 'http://%', 'http://[', 'http://\u202e'].map((url) =>
      dump({ ...CONFIGURATION, server: { url } }),
    ),
    ...['https://a b', 'https://', 'http://[', '%', `https://bot:${SECRET}@`].map((url) =>
      dump({
        ...CONFIGURATION,
        forge: { ...(CONFIGURATION.forge as JsonObject), url },
        chats: [{ type: 'teams', url }],
      }),
    ),
    ...['gitea', 'gitlab', 'github'].map((type) =>
      dump({ ...CONFIGURATION, forge: { ...(CONFIGURATION.forge as JsonObject), type, repository: '../..?x#y' } }),
    ),
    dump({ ...CONFIGURATION, git: { token: { file: '/dev/zero' } } }),
    dump({ ...CONFIGURATION, git: { sshKey: '-oProxyCommand=touch x', knownHosts: `a" -o 'b` } }),
  ],
  few: 20,
  check: async (text) => {
    const { documents, findings } = load([{ path: 'isthmus.yaml', text }])
    const validated = validate(documents, [])
    for (const each of [...findings, ...validated.findings]) {
      hold(each.line >= 1 && each.hint !== '', 'a finding without place or remedy', each)
      if (isCareless(text)) hold(!JSON.stringify(each).includes(SECRET), 'a secret in a finding', each)
    }
    const configuration = validated.desired.configuration?.value
    if (configuration === undefined) return
    const io = aWorld()
    for (const error of await used(configuration, io)) {
      if (!(error instanceof Failure)) throw error
      hold(error.code !== '' && error.hint !== '', 'a failure without code or hint', error.message)
      if (!text.includes(SECRET))
        hold(!`${error.message} ${error.hint}`.includes(SECRET), 'a secret in a failure', error.message)
    }
    hold(!io.said.join('').includes(SECRET), 'a secret on the screen', io.said)
  },
})

/** True where the secret stands only where a reference is wanted: the file is as it was, but for what has nothing to do with it. */
function isCareless(text: string): boolean {
  return text === TEXTS[1]
}
