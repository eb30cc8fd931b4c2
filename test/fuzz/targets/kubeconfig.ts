import { join } from 'node:path'
import fc from 'fast-check'
import { dump } from 'js-yaml'
import { clustersOf } from '../../../engine/adapters/cluster.ts'
import { readGiven } from '../../../engine/adapters/files/read-given.ts'
import { Failure } from '../../../engine/model/failure.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { hostileText, mutatedJson, mutatedText } from '../hostile.ts'
import { inScratch } from '../scratch.ts'
import { hold, target } from '../target.ts'

const SECRET = 'zQ7hGfTrewPLmnbVcxsdkAQ9'
const SERVER = 'https://127.0.0.1:1'

function kubeconfig(cluster: JsonObject, user: JsonObject): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'hub',
    clusters: [{ name: 'hub', cluster }],
    contexts: [{ name: 'hub', context: { cluster: 'hub', user: 'me', namespace: 'default' } }],
    users: [{ name: 'me', user }],
  }
}

const pem = Buffer.from(`-----BEGIN CERTIFICATE-----\n${SECRET}\n-----END CERTIFICATE-----\n`).toString('base64')
const CONFIGS: readonly JsonObject[] = [
  kubeconfig({ server: SERVER }, { token: SECRET }),
  kubeconfig(
    { server: `${SERVER}/`, 'insecure-skip-tls-verify': true, 'tls-server-name': 'api.example' },
    { username: 'ada', password: SECRET },
  ),
  kubeconfig(
    { server: SERVER, 'certificate-authority-data': pem },
    { 'client-certificate-data': pem, 'client-key-data': pem },
  ),
  kubeconfig({ server: SERVER, 'proxy-url': 'http://127.0.0.1:1' }, { as: 'ada', token: SECRET }),
]
const TEXTS = CONFIGS.map((each) => dump(each))
/** Nobody but this machine is spoken to. */
const isElsewhere = (text: string) => /:\/\/(?!127\.0\.0\.1:1(?![\w@.]))/.test(text)

async function looked(file: string, isHere: boolean): Promise<void> {
  const options = { timeoutMs: 200, sleep: async () => {} }
  const clusters = await clustersOf({ read: readGiven, files: [file], proxyFor: () => undefined }, options)
  for (const context of [...clusters.contexts, clusters.current, 'none']) {
    const failure: unknown = await clusters
      .open(context)
      .then((api) => (isHere ? api.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'x' }) : undefined))
      .catch((error: unknown) => error)
    if (failure instanceof Error) check(failure)
  }
}

function check(failure: Error): void {
  if (!(failure instanceof Failure)) throw failure
  hold(failure.code !== '' && failure.hint !== '', 'a failure without code or hint', failure.message)
  hold(!`${failure.message} ${failure.hint}`.includes(SECRET), 'a credential', failure.message)
}

export const kubeconfigs = target({
  name: 'kubeconfig',
  holds: 'any kubeconfig opens clusters, or fails with a remedy and without a credential',
  input: fc.oneof(
    { weight: 4, arbitrary: mutatedJson(CONFIGS).map((each) => dump(each, { noRefs: true })) },
    { weight: 2, arbitrary: mutatedText(TEXTS) },
    { weight: 1, arbitrary: hostileText },
  ),
  cases: [
    ...['not an address', 'ftp://127.0.0.1:1', 'https://127.0.0.1:99999', '://', 'https://[::1', '127.0.0.1:1'].map(
      (server) => dump(kubeconfig({ server }, { token: SECRET })),
    ),
    dump(kubeconfig({ server: SERVER }, { token: `${SECRET}\nX-Evil: 1` })),
    dump(kubeconfig({ server: SERVER, 'proxy-url': '::' }, {})),
    dump(kubeconfig({ server: SERVER, 'certificate-authority': '/nonexistent' }, {})),
    dump(kubeconfig({ server: SERVER }, { 'client-certificate': '/dev/null', 'client-key': '/dev/null' })),
    dump(kubeconfig({ server: SERVER }, { exec: { apiVersion: 'x', command: '/nonexistent/login', args: [SECRET] } })),
    (TEXTS[0] ?? '').replace(SECRET, `*${SECRET}`),
    (TEXTS[0] ?? '').replace(SECRET, `!${SECRET} x`),
    (TEXTS[0] ?? '').replace(SECRET, `&a [*a, *a]`),
  ],
  few: 15,
  check: async (text) =>
    await inScratch({ config: text }, async (folder) => {
      try {
        await looked(join(folder, 'config'), !isElsewhere(text))
      } catch (error) {
        check(error as Error)
      }
    }),
})
