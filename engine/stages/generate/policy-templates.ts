import type { GeneratorFiles } from '../../model/generator-files.ts'
import type { JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'
import { classify, isConstraint } from './classify.ts'
import type { Dependency } from './config.ts'
import { configurationPolicy, objectTemplate } from './configuration-policy.ts'
import { expand } from './expanders.ts'
import { documentsOf } from './manifests.ts'
import type { Report } from './report.ts'
import type { Manifest, Options, Policy } from './resolved.ts'

/** One policy's manifests while its templates are put together. */
interface Workshop {
  readonly policy: Policy
  readonly report: Report
  /** The n-th use of a name gets the suffix n, from 2 on. */
  readonly nameFor: (base: string) => string
  readonly templates: JsonObject[]
  /** Where manifests are consolidated: the object templates, and the name of the first entry that brought one and has one. */
  readonly consolidated: JsonObject[]
  consolidatedName: string
}

/** The policy templates of a policy: verbatim ones and those of given object templates in order of the manifests, then the consolidated one, then the expanders'. */
export function policyTemplates(policy: Policy, files: GeneratorFiles, report: Report): readonly JsonObject[] {
  const shop: Workshop = {
    policy,
    report,
    nameFor: counter(),
    templates: [],
    consolidated: [],
    consolidatedName: '',
  }
  const groups = policy.manifests.map((manifest) => ({
    manifest,
    documents: documentsOf(manifest, policy, files, report)?.map((each) =>
      withEnforcementAction(each, manifest, policy, report),
    ),
  }))
  for (const { manifest, documents } of groups) for (const each of documents ?? []) addTemplate(each, manifest, shop)
  if (shop.templates.length === 0 && shop.consolidated.length === 0) reportEmpty(groups, policy, report)
  if (shop.consolidated.length > 0) {
    const name = shop.nameFor(shop.consolidatedName || policy.name)
    shop.templates.push(templateOf(configurationPolicy(name, shop.consolidated, policy, policy), policy))
  }
  for (const { manifest, documents } of groups)
    for (const each of expand(documents ?? [], policy)) shop.templates.push({ ...each, ...templateOptions(manifest) })
  return policy.orderManifests ? inOrder(shop.templates) : shop.templates
}

function counter(): (base: string) => string {
  const used = new Map<string, number>()
  return (base) => {
    const count = (used.get(base) ?? 0) + 1
    used.set(base, count)
    return count > 1 ? `${base}${count}` : base
  }
}

function reportEmpty(
  groups: readonly { readonly documents: readonly JsonObject[] | undefined }[],
  policy: Policy,
  report: Report,
): void {
  if (groups.some((each) => each.documents === undefined || each.documents.length > 0)) return
  const pointer = `${policy.pointer}/manifests`
  report('generator/no-manifests', pointer, `policy \`${policy.name}\` has no manifest that is not empty`, 'add one')
}

function addTemplate(document: JsonObject, manifest: Manifest, shop: Workshop): void {
  const { policy } = shop
  const classified = classify(document, policy.informGatekeeperPolicies)
  const base = manifest.name || policy.name
  if (classified.kind === 'refused') {
    const where = `(manifest path \`${manifest.path}\` of policy \`${policy.name}\`)`
    shop.report('generator/manifest', `${manifest.pointer}/path`, `${classified.problem} ${where}`, classified.hint)
  } else if (classified.kind === 'templates')
    shop.templates.push(
      templateOf(configurationPolicy(shop.nameFor(base), classified.templates, policy, manifest), manifest),
    )
  else if (classified.kind === 'policy') shop.templates.push(templateOf(withoutNamespace(document), manifest))
  // Gatekeeper's own kinds know no dependencies.
  else if (classified.kind === 'gatekeeper') shop.templates.push({ objectDefinition: withSeverity(document, policy) })
  else if (policy.consolidateManifests) {
    if (shop.consolidatedName === '') shop.consolidatedName = manifest.name
    shop.consolidated.push(objectTemplate(document, manifest))
  } else {
    const templates = [objectTemplate(document, manifest)]
    shop.templates.push(templateOf(configurationPolicy(shop.nameFor(base), templates, policy, manifest), manifest))
  }
}

function templateOf(objectDefinition: JsonObject, options: Options): JsonObject {
  return { objectDefinition, ...templateOptions(options) }
}

function templateOptions({ ignorePending, extraDependencies = [] }: Options): JsonObject {
  return {
    ...(ignorePending ? { ignorePending } : {}),
    ...(extraDependencies.length > 0 ? { extraDependencies: extraDependencies.map(dependencyObject) } : {}),
  }
}

export function dependencyObject({ apiVersion, kind, name, namespace, compliance }: Dependency): JsonObject {
  const given = Object.entries({ apiVersion, kind, namespace, compliance }).filter(([, value]) => value)
  return { ...(Object.fromEntries(given) as Record<string, string>), name: name ?? '' }
}

function withEnforcementAction(document: JsonObject, manifest: Manifest, policy: Policy, report: Report): JsonObject {
  const { gatekeeperEnforcementAction: action, path, pointer } = manifest
  if (action === '' || !isConstraint(document)) return document
  const { spec = {} } = document
  if (isObject(spec)) return { ...document, spec: { ...spec, enforcementAction: action } }
  const problem = 'the spec of a constraint is no map, so gatekeeperEnforcementAction has no place in it'
  const where = `(manifest path \`${path}\` of policy \`${policy.name}\`)`
  report('generator/manifest', `${pointer}/path`, `${problem} ${where}`, 'correct the file')
  return document
}

function withoutNamespace(document: JsonObject): JsonObject {
  if (!isObject(document.metadata)) return document
  const { namespace: _, ...metadata } = document.metadata
  return { ...document, metadata }
}

/** Annotations that are no map of text are lost, as in the original: no API server takes them. */
function withSeverity(document: JsonObject, policy: Policy): JsonObject {
  const metadata = isObject(document.metadata) ? document.metadata : {}
  const present = isObject(metadata.annotations) ? Object.entries(metadata.annotations) : []
  const isText = present.every(([, value]) => value === null || typeof value === 'string')
  const annotations = {
    ...(isText ? Object.fromEntries(present.map(([key, value]) => [key, value ?? ''])) : {}),
    'policy.open-cluster-management.io/severity': policy.severity,
  }
  return { ...document, metadata: { ...metadata, annotations } }
}

/** Each template waits for the one before it. */
function inOrder(templates: readonly JsonObject[]): readonly JsonObject[] {
  return templates.map((template, i) => {
    const before = templates[i - 1]?.objectDefinition
    const name = textAt(before, 'metadata', 'name') ?? ''
    if (name === '') return template
    const dependency = {
      apiVersion: textAt(before, 'apiVersion') ?? '',
      kind: textAt(before, 'kind') ?? '',
      name,
      compliance: 'Compliant',
    }
    return { ...template, extraDependencies: [dependency] }
  })
}
