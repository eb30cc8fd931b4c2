import type { AuthoredSpec } from '../../../model/authored-policy.ts'
import type { ConfigurationDraft, ObjectDraft, TemplateDraft } from '../../../model/component.ts'
import type { Json, JsonObject } from '../../../model/json.ts'
import { at, canonical, isObject, textAt } from '../../../model/json.ts'
import { isPolicyTemplate, isRawTemplates } from '../../../model/manifest-kind.ts'
import { digest } from '../../../model/names.ts'
import { escapeToken } from '../../../model/pointer.ts'
import type { Origin, Tree } from '../../../model/traced.ts'
import { Template } from '../../../model/traced.ts'
import { executed } from './braces.ts'
import { dependencyTrees } from './dependencies.ts'
import type { Configured, Options } from './options.ts'
import type { ValueHere } from './substitute.ts'
import { substitute } from './substitute.ts'

/** What a draft of an authored policy is made with. */
export interface Workshop {
  readonly spec: AuthoredSpec
  /** Its document. */
  readonly origin: Origin
  readonly namespace: string
  readonly annotations: Readonly<Record<string, string>>
  readonly values: ReadonlyMap<string, ValueHere>
}

/**
 * The templates of an authored policy: what is a policy template or raw text stands for itself, the rest is wrapped. Wrapped
 * manifests whose options agree share one template, unless each is to have its own.
 */
export function templatesOf(manifests: readonly Configured[], shop: Workshop): readonly TemplateDraft[] {
  const consolidated = shop.spec.consolidateManifests ?? !shop.spec.orderManifests
  const names = new Set<string>()
  const groups = new Map<string, Configured[]>()
  for (const each of manifests) {
    const key = isAlone(each) || !consolidated ? `${groups.size}` : canonical(sharedOptions(each.options))
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  const drafts = [...groups.values()].map((group) => draftOf(group, consolidated, names, shop))
  if (!shop.spec.orderManifests) return drafts
  return drafts.map((draft, i) => {
    const before = drafts[i - 1]
    return before ? { ...draft, after: [before.name] } : draft
  })
}

function isAlone({ manifest }: Configured): boolean {
  return isRawTemplates(manifest.value) || isPolicyTemplate(manifest.value)
}

/** The options that one ConfigurationPolicy has once, whatever it holds. */
function sharedOptions(options: Options): JsonObject {
  const { name, severity, evaluationInterval, namespaceSelector, pruneObjectBehavior } = options
  const { customMessage, ignorePending, extraDependencies } = options
  const shared = { name, severity, evaluationInterval, namespaceSelector, pruneObjectBehavior }
  const all = { ...shared, customMessage, ignorePending, extraDependencies }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as JsonObject
}

function draftOf(
  group: readonly Configured[],
  consolidated: boolean,
  names: Set<string>,
  shop: Workshop,
): TemplateDraft {
  const [first] = group
  if (!first) throw new Error('a group of manifests is never empty')
  const { manifest, options } = first
  const shared = consolidated && !isAlone(first)
  const name = unused(options.name ?? (shared ? 'manifests' : slug(manifest.value)), names)
  if (isPolicyTemplate(manifest.value)) return verbatimDraft(name, first, shop)
  const draft: ConfigurationDraft = {
    kind: 'configuration',
    role: 'desired',
    name,
    ...common(first, shop),
    annotations: shop.annotations,
    ...(options.namespaceSelector === undefined ? {} : { namespaceSelector: options.namespaceSelector as Tree }),
    ...(options.pruneObjectBehavior === 'DeleteIfCreated' ? { prune: 'DeleteIfCreated' as const } : {}),
    ...(options.evaluationInterval === undefined ? {} : { interval: options.evaluationInterval }),
    ...(options.customMessage === undefined ? {} : { customMessage: messages(options.customMessage) }),
    objects: [],
  }
  const raw = textAt(manifest.value, 'object-templates-raw')
  if (raw !== undefined) return { ...draft, raw: rawText(raw, first, shop) }
  return { ...draft, objects: group.map((each) => objectOf(each, shop)) }
}

function originOf({ manifest }: Configured) {
  return { file: manifest.file, document: manifest.index, pointer: '' }
}

function objectOf(each: Configured, shop: Workshop): ObjectDraft {
  const { options, manifest } = each
  const { metadataComplianceType, recordDiff, recreateOption, objectSelector } = options
  return {
    complianceType: options.complianceType ?? 'musthave',
    ...(metadataComplianceType === undefined ? {} : { metadataComplianceType }),
    ...(recordDiff === undefined ? {} : { recordDiff }),
    ...(recreateOption === undefined ? {} : { recreateOption }),
    ...(objectSelector === undefined ? {} : { objectSelector: objectSelector as Tree }),
    object: substitute(manifest.value, originOf(each), shop.values, options.templates ?? 'none'),
  }
}

/** Raw text is a template of the cluster by its nature; hub templates in it are executed only where they were asked for. */
function rawText(text: string, each: Configured, shop: Workshop): Tree {
  const asked = each.options.templates === 'hub' || each.options.templates === 'both' ? 'both' : 'managed'
  const origin = { ...originOf(each), pointer: '/object-templates-raw' }
  return substitute(text, origin, shop.values, asked)
}

/** Messages are Go templates by their nature; hub templates have no place in them. */
function messages(given: NonNullable<Options['customMessage']>): NonNullable<ConfigurationDraft['customMessage']> {
  const entries = Object.entries(given).map(([key, text]) => [key, new Template(executed(text, 'managed'))])
  return Object.fromEntries(entries) as NonNullable<ConfigurationDraft['customMessage']>
}

function common(
  { options, entry }: Configured,
  { spec, origin, namespace }: Workshop,
): Pick<TemplateDraft, 'severity' | 'ignorePending' | 'dependencies'> {
  const { severity, ignorePending, extraDependencies = [] } = options
  const holder = spec.manifests?.[entry]?.extraDependencies === undefined ? '' : `/manifests/${entry}`
  const asked = { ...origin, pointer: `/spec${holder}/extraDependencies` }
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(ignorePending === true ? { ignorePending } : {}),
    ...(extraDependencies.length > 0 ? { dependencies: dependencyTrees(extraDependencies, namespace, asked) } : {}),
  }
}

/** A policy template as its author wrote it. What it says it only informs of stays so; else the placement decides. */
function verbatimDraft(name: string, each: Configured, shop: Workshop): TemplateDraft {
  const { manifest } = each
  const { value } = manifest
  const { remediationAction, ...spec } = mapAt(value, 'spec')
  const informs = typeof remediationAction === 'string' && /^inform/i.test(remediationAction)
  return {
    kind: 'other',
    role: 'desired',
    name,
    ...common(each, shop),
    annotations: { ...membersOf(mapAt(value, 'metadata', 'annotations'), '/metadata/annotations', each, shop) },
    apiVersion: textAt(value, 'apiVersion') ?? '',
    objectKind: textAt(value, 'kind') ?? '',
    spec: {
      ...membersOf(spec, '/spec', each, shop),
      ...(informs ? { remediationAction: 'InformOnly' } : {}),
    },
  }
}

function membersOf(map: JsonObject, pointer: string, each: Configured, shop: Workshop): Readonly<Record<string, Tree>> {
  const braces = each.options.templates ?? 'none'
  const entries = Object.entries(map).map(([key, member]) => {
    const origin = { ...originOf(each), pointer: `${pointer}/${escapeToken(key)}` }
    return [key, substitute(member, origin, shop.values, braces)] as const
  })
  return Object.fromEntries(entries)
}

function mapAt(value: Json, ...keys: readonly string[]): JsonObject {
  const found = at(value, ...keys)
  return isObject(found) ? found : {}
}

/** A name that stays the same whatever manifests come before it (policy-api section 9, mistake 5). */
function slug(manifest: Json): string {
  const parts = [
    textAt(manifest, 'kind') ?? 'raw',
    textAt(manifest, 'metadata', 'namespace') ?? '',
    textAt(manifest, 'metadata', 'name') ?? '',
  ]
  const text = parts
    .filter((each) => each !== '')
    .join('-')
    .toLowerCase()
  const clean = text.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  return clean === text ? clean : `${clean}-${digest(canonical(manifest), 6)}`
}

function unused(name: string, names: Set<string>): string {
  let free = name
  for (let n = 2; names.has(free); n += 1) free = `${name}-${n}`
  names.add(free)
  return free
}
