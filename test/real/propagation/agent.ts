import { X509Certificate } from 'node:crypto'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'
import type { Cluster } from '../testbed/cluster.ts'
import { nameOf } from './decide.ts'
import type { Evaluated } from './evaluate.ts'
import { evaluate } from './evaluate.ts'
import { CONTROLLER } from './judge-named.ts'
import type { LiveObjects } from './live-objects.ts'
import { liveObjects } from './live-objects.ts'
import type { Replica } from './replicate.ts'
import { HUB_ERROR, POLICY } from './replicate.ts'
import { resolveTemplates } from './resolve-templates.ts'
import { messagesOf, statusOf } from './words.ts'

/** What an agent says of one policy template. */
export interface TemplateWord {
  readonly policy: string
  readonly template: string
  readonly compliant: 'Compliant' | 'NonCompliant' | 'Pending'
  /** Oldest first. */
  readonly messages: readonly string[]
}

/** What an agent keeps between two passes. */
export interface AgentMemory {
  /** What it wrote last, by kind and name, so that nothing is written twice. */
  readonly written: Written
  words: readonly TemplateWord[]
}

type Written = Map<string, string>

interface Item {
  readonly policy: string
  readonly template: JsonObject
  readonly definition: JsonObject
  readonly name: string
  /** After the Policy's override (policy-api 2.4). */
  readonly isEnforced: boolean
}

/**
 * One pass of the agents of a cluster: the templates of its replicas become objects in the cluster's namespace and are
 * evaluated against what is live there, until no dependency and no write changes anything any more.
 */
export async function agentPass(
  cluster: Cluster,
  replicas: readonly Replica[],
  memory: AgentMemory,
): Promise<readonly TemplateWord[]> {
  const items = replicas.flatMap(itemsOf)
  await removeOld(cluster, items, memory.written)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = statesOf(memory.words)
    const { words, hasWritten } = await once(cluster, items, memory.words, memory.written)
    memory.words =
      round === 0
        ? words
        : words.map((each) => ({ ...each, messages: [...earlier(memory.words, each), ...each.messages] }))
    if (!hasWritten && statesOf(words) === before) return memory.words
  }
  throw new Error(`the policies on ${cluster.name} do not come to rest`)
}

function earlier(words: readonly TemplateWord[], { template }: TemplateWord): readonly string[] {
  return words.find((each) => each.template === template)?.messages ?? []
}

const MOST_ROUNDS = 10

/** All that a dependency can see. */
function statesOf(words: readonly TemplateWord[]): string {
  return words.map((each) => `${each.template} ${each.compliant}`).join()
}

function itemsOf({ root, object }: Replica): readonly Item[] {
  const override = textAt(object, 'spec', 'remediationAction')
  return listAt(object, 'spec', 'policy-templates').flatMap((template) => {
    const found = at(template, 'objectDefinition')
    if (!isObject(template) || !isObject(found)) return []
    const own = textAt(found, 'spec', 'remediationAction') ?? 'inform'
    const action = /^informonly$/i.test(own) ? 'inform' : (override ?? own)
    const spec = { ...(isObject(found.spec) ? found.spec : {}), remediationAction: action }
    return [
      {
        policy: root,
        template,
        definition: { ...found, spec },
        name: nameOf(found),
        isEnforced: /^enforce$/i.test(action),
      },
    ]
  })
}

async function once(cluster: Cluster, items: readonly Item[], before: readonly TemplateWord[], written: Written) {
  const live = liveObjects(cluster)
  const known = new Map(before.map((each) => [each.template, each]))
  const contexts = items.map(({ definition }) => ({ value: at(definition, 'spec') ?? null, context: {} }))
  const specs = await resolveTemplates({ cluster }, contexts)
  let hasWritten = false
  const words = await Promise.all(
    items.map(async (item, i): Promise<TemplateWord> => {
      const say = (compliant: TemplateWord['compliant'], ...messages: readonly string[]) => {
        return { policy: item.policy, template: item.name, compliant, messages }
      }
      const error = textAt(item.definition, 'metadata', 'annotations', HUB_ERROR)
      if (error !== undefined) return say('NonCompliant', `NonCompliant; template-error; ${error}`)
      const unmet = unmetOf(item, known)
      if (unmet.length > 0) {
        await forget(cluster, item, written)
        return say(
          'Pending',
          `Pending; Dependencies were not satisfied: ${unmet.length} ${unmet.length === 1 ? 'is' : 'are'} still pending (${unmet.join(', ')})`,
        )
      }
      await put(cluster, item, written)
      const spec = specs[i]
      if (spec === undefined || 'error' in spec)
        return say('NonCompliant', `NonCompliant; violation - ${spec?.error ?? ''}`)
      const definition: JsonObject = { ...item.definition, spec: spec.value }
      if (definition.kind !== 'ConfigurationPolicy') {
        const other =
          definition.kind === 'OperatorPolicy' ? await operator(definition, live) : await certificates(definition, live)
        return say(other.startsWith('Compliant') ? 'Compliant' : 'NonCompliant', other)
      }
      const evaluated = await evaluate(definition, live, item.isEnforced)
      if (evaluated.hasWritten) hasWritten = true
      await tell(cluster, item, evaluated, written)
      return say(evaluated.isCompliant ? 'Compliant' : 'NonCompliant', ...messagesOf(evaluated))
    }),
  )
  return { words, hasWritten }
}

function unmetOf({ template, definition }: Item, known: ReadonlyMap<string, TemplateWord>): readonly string[] {
  const isMet = (each: Json) => known.get(textAt(each, 'name') ?? '')?.compliant === textAt(each, 'compliance')
  const asked = [...listAt(template, 'extraDependencies'), ...listAt(definition, 'dependencies')]
  return asked
    .filter((each) => !isMet(each))
    .map((each) => `${textAt(each, 'kind')} ${textAt(each, 'name')}`)
    .sort()
}

async function put(cluster: Cluster, { definition, name }: Item, written: Written): Promise<void> {
  const kind = textAt(definition, 'kind') ?? ''
  const text = JSON.stringify(definition)
  if (written.get(`${kind} ${name}`) === text) return
  const metadata = { ...(isObject(definition.metadata) ? definition.metadata : {}), namespace: cluster.name }
  await cluster.apply({ ...definition, metadata }, { manager: 'governance-policy-framework', force: true })
  written.set(`${kind} ${name}`, text)
}

async function tell(cluster: Cluster, { name }: Item, evaluated: Evaluated, written: Written): Promise<void> {
  const text = JSON.stringify(evaluated)
  if (written.get(`status ${name}`) === text) return
  const status = statusOf(evaluated, new Date().toISOString())
  const metadata = { name, namespace: cluster.name }
  const object = { apiVersion: POLICY, kind: 'ConfigurationPolicy', metadata, status }
  await cluster.applyStatus(object, { manager: CONTROLLER, force: true })
  written.set(`status ${name}`, text)
}

async function forget(cluster: Cluster, { definition, name }: Item, written: Written): Promise<void> {
  const kind = textAt(definition, 'kind') ?? ''
  if (!written.delete(`${kind} ${name}`)) return
  written.delete(`status ${name}`)
  await cluster.remove(textAt(definition, 'apiVersion') ?? '', kind, cluster.name, name)
}

async function removeOld(cluster: Cluster, items: readonly Item[], written: Written): Promise<void> {
  const wanted = new Set(items.map(({ definition, name }) => `${textAt(definition, 'kind')} ${name}`))
  const old = [...written.keys()].filter((each) => !each.startsWith('status ') && !wanted.has(each))
  for (const each of old) {
    const [kind = '', name = ''] = each.split(' ')
    const apiVersion = kind === 'OperatorPolicy' ? 'policy.open-cluster-management.io/v1beta1' : POLICY
    await cluster.remove(apiVersion, kind, cluster.name, name)
    written.delete(each)
    written.delete(`status ${name}`)
  }
}

/** The subscription is there, and what it installed has succeeded (policy-api 7, two of its checks). */
async function operator(definition: JsonObject, live: LiveObjects): Promise<string> {
  const [name, namespace] = ['name', 'namespace'].map((key) => textAt(definition, 'spec', 'subscription', key) ?? '')
  const found = await live.one('operators.coreos.com/v1alpha1', 'Subscription', namespace ?? '', name ?? '')
  const channel = textAt(definition, 'spec', 'subscription', 'channel')
  if (!found) return `NonCompliant; the Subscription ${name} was not found`
  if (channel !== undefined && textAt(found, 'spec', 'channel') !== channel)
    return `NonCompliant; the Subscription ${name} was found but not as specified`
  return `Compliant; the Subscription ${name} matches what is required by the policy`
}

/** Certificates in Secrets that end too soon (policy-api names CertificatePolicy only as a kind; minimumDuration is its main check). */
async function certificates(definition: JsonObject, live: LiveObjects): Promise<string> {
  const [, hours = '0'] = /^(\d+)h$/.exec(textAt(definition, 'spec', 'minimumDuration') ?? '') ?? []
  const include = listAt(definition, 'spec', 'namespaceSelector', 'include').map(String)
  const ending = (await live.all('v1', 'Secret')).filter((each) => {
    const text = textAt(each, 'data', 'tls.crt')
    if (text === undefined || !include.includes(textAt(each, 'metadata', 'namespace') ?? '')) return false
    return endOf(Buffer.from(text, 'base64')) - Date.now() < Number(hours) * 3_600_000
  })
  return ending.length === 0
    ? 'Compliant'
    : `NonCompliant; ${ending.length} certificates expire in less than ${hours}h0m0s: ${ending.map(nameOf).join(', ')}`
}

/** What is no certificate never ends. */
function endOf(text: Buffer): number {
  try {
    return Date.parse(new X509Certificate(text).validTo)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
