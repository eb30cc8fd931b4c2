import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { holder } from './holders.ts'
import { until } from './process.ts'
import type { Member } from './regions.ts'
import { run } from './run-pod.ts'
import type { Node, StretchedVault } from './stretched-vault.ts'
import type { VaultTarget } from './vault-client.ts'
import { mustVault } from './vault-client.ts'
import { operate } from './vault-operator.ts'

const PRIMARY: Member = 'cluster1'

export function firstNode(bed: StretchedVault): Node {
  const [node] = bed.nodes
  if (!node) throw new Error('there is no node')
  return node
}

/** Runs the command that an action's text names, with keys of its own for every holder; the root token, decrypted. */
export async function initialise(bed: StretchedVault): Promise<string> {
  const person = holder()
  try {
    const node = firstNode(bed)
    writeFileSync(join(node.pod.root, 'tmp/holder.asc'), person.publicKey)
    const named = commandIn(bed, 'init', 'operator init')
    const shares = Array(5).fill('/tmp/holder.asc').join(',')
    const command = named.replace('<five holders>', shares).replace('<holder>', '/tmp/holder.asc')
    const printed = await run(node.pod.exec(['sh', '-c', command], (await node.pod.launch('vault')).env))
    if (printed.match(/Recovery Key \d/g)?.length !== 5) throw new Error('there are not five recovery keys')
    return person.decrypt(/Initial Root Token: (\S+)/.exec(printed)?.[1] ?? '')
  } finally {
    person.leave()
  }
}

/** A shell command that the message of an action gives between backquotes. */
function commandIn(bed: StretchedVault, template: string, part: string): string {
  const message = bed.rendered.message(`vault-actions-${PRIMARY}`, template)
  const found = [...message.matchAll(/`([^`]*)`/g)].map((each) => each[1] ?? '').find((each) => each.includes(part))
  if (found === undefined) throw new Error(`no command with ${part} in: ${message}`)
  return found
}

/** What a person's own shell has, in the first node's container. */
function person(token: string) {
  return {
    VAULT_ADDR: 'https://127.0.0.1:8200',
    VAULT_CACERT: '/vault/ca/ca.crt',
    API_CA_FILE: '/tmp/api-ca.crt',
    VAULT_TOKEN: token,
  }
}

/** The rendered day-1 script, twice, since a person may; then what the operator writes by the log-in that the script made. */
export async function dayOne(bed: StretchedVault, root: string): Promise<void> {
  const node = firstNode(bed)
  const primary = bed.member(PRIMARY)
  const script = textAt(await primary.get('v1', 'ConfigMap', 'vault', 'vault-day1'), 'data', 'day1.sh') ?? ''
  writeFileSync(join(node.pod.root, 'tmp/day1.sh'), script)
  writeFileSync(join(node.pod.root, 'tmp/api-ca.crt'), primary.server.ca)
  for (const _ of ['first', 'again']) await run(node.pod.exec(['sh', '/tmp/day1.sh'], person(root)))
  const written = await operate(primary, service(bed))
  if (!written.includes('pki_int/intermediate/generate/internal'))
    throw new Error('no request was made for the intermediate')
}

function service(bed: StretchedVault): VaultTarget {
  return { ...bed.target(firstNode(bed)), host: 'vault.vault.svc' }
}

/** The intermediate, asked for, signed by the hub root and handed in as VAULT-CSR says. */
export async function signIntermediate(bed: StretchedVault, root: string): Promise<void> {
  const command = commandIn(bed, 'csr', 'intermediate/generate')
  const request = await run(firstNode(bed).pod.exec(['sh', '-c', command], person(root)))
  const signed = await signOnHub(bed, request)
  const primary = bed.member(PRIMARY)
  const metadata = { name: 'vault-pki-signed', namespace: 'vault' }
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { 'tls.crt': signed } }
  await primary.apply(secret, { manager: 'person' })
  const written = await operate(primary, service(bed), ['PKISecretEngineConfig'])
  if (!written.includes('pki_int/intermediate/set-signed')) throw new Error('the signed intermediate was not handed in')
}

/** The built-in approver of the bed stands for the second person. */
async function signOnHub(bed: StretchedVault, request: string): Promise<string> {
  const { hub } = bed.platform
  const metadata = { name: 'vault-pki', namespace: 'pki-intermediates' }
  await hub.apply(
    {
      ...{ apiVersion: 'cert-manager.io/v1', kind: 'CertificateRequest', metadata },
      spec: {
        request: Buffer.from(request.slice(request.indexOf('-----BEGIN'))).toString('base64'),
        isCA: true,
        duration: '43800h',
        usages: ['cert sign', 'crl sign', 'digital signature'],
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'root-issuer' },
      },
    },
    { manager: 'person' },
  )
  return await until('the hub to sign', 30_000, async () => {
    const now = await hub.get('cert-manager.io/v1', 'CertificateRequest', metadata.namespace, metadata.name)
    const [certificate, root] = ['certificate', 'ca'].map((key) => textAt(now, 'status', key))
    if (!certificate || !root) return undefined
    return [certificate, root].map((each) => Buffer.from(each, 'base64').toString().trim()).join('\n')
  })
}

/** A token for the test's own writes and for looking at Raft; what it can do dies with the test. */
export async function testToken(bed: StretchedVault, root: string): Promise<string> {
  const target = bed.target(firstNode(bed), root)
  await mustVault(target, { path: 'sys/mounts/kv', body: { type: 'kv' } })
  const rights = '{ capabilities = ["create", "read", "update", "list"] }'
  const policy = ['kv/*', 'sys/storage/raft/*'].map((path) => `path "${path}" ${rights}`).join('\n')
  await mustVault(target, { path: 'sys/policies/acl/test', body: { policy } })
  const body = { policies: ['test'], period: '24h' }
  const token = await mustVault(target, { path: 'auth/token/create-orphan', body })
  return textAt(token, 'auth', 'client_token') ?? ''
}

export async function revoke(bed: StretchedVault, root: string): Promise<void> {
  await run(firstNode(bed).pod.exec(['vault', 'token', 'revoke', '-self'], person(root)))
}

/** Waits until so many nodes vote and autopilot finds them healthy. */
export async function voters(bed: StretchedVault, token: string, count: number): Promise<readonly string[]> {
  return await until(`${count} voters`, 120_000, async () => {
    const target = bed.target(firstNode(bed), token)
    const state = at(await mustVault(target, { path: 'sys/storage/raft/autopilot/state' }), 'data')
    const names = listAt(state, 'voters').map(String)
    return at(state, 'healthy') === true && names.length === count ? names.sort() : undefined
  })
}
