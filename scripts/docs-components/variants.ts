import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expandAll } from '../../engine/flows/expand-all.ts'
import type { SourceFile } from '../../engine/model/document.ts'
import type { Environment } from '../../engine/model/environment.ts'
import type { Plan } from '../../engine/model/plan.ts'
import { components } from '../../policies/index.ts'

export const ROOT = join(import.meta.dirname, '..', '..')
const EXAMPLES = join(ROOT, 'docs', 'examples')

/** An environment whose own names are placeholders, so that objects of different environments are the same row. */
export interface Variant {
  readonly name: string
  readonly environment: Environment
}

export const PLACEHOLDERS: readonly (readonly [pattern: RegExp, shown: string])[] = [
  [/cluster0x\d+/g, '<cluster>'],
  [/environment0x/g, '<environment>'],
  [/namespace0x/g, '<hub namespace>'],
  [/clusterset0x/g, '<set>'],
  [/base0x\.example/g, '<base>'],
]

/** The reference, the examples, the reference with every option that adds an object, and with each component that it has not. */
export function variants(): readonly Variant[] {
  const examples = readdirSync(EXAMPLES, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map((each) => each.name)
    .sort()
  const reference = filesIn(ROOT)
  const first = variant('reference', reference)
  const further = components.filter(({ name }) => first.environment.spec.components[name] === undefined)
  return [
    first,
    ...examples.map((name) => variant(name, filesIn(join(EXAMPLES, name)))),
    variant('options', reference.map(withOptions)),
    variant('short-lived credentials', reference.map(withShortLived)),
    ...further.map(({ name }) => variant(name, withComponent(reference, name))),
  ]
}

/** The reference as it is: its lines of YAML, and what they expand to. */
export function reference(): { readonly lines: number; readonly plan: Plan } {
  const files = filesIn(ROOT)
  const [environment] = expandAll({ files, findings: [] }, components).environments
  if (!environment) throw new Error('the reference does not expand')
  const lines = files.map(({ text }) => text.trimEnd().split('\n').length)
  return { lines: lines.reduce((sum, each) => sum + each, 0), plan: environment.plan }
}

function withOptions({ path, text }: SourceFile): SourceFile {
  const edited = text
    .replace(/^ {4}certs: .*$/m, '    certs: { approverPolicy: true, certUtils: true }')
    .replace(/^ {4}tunnel: .*$/m, '    tunnel: { tcpClampMss: 1200, gatewayNodes: labelled }')
    .replace(/^ {4}database:$/m, '    database:\n      applications: [shop]')
  return { path, text: edited }
}

function withShortLived({ path, text }: SourceFile): SourceFile {
  const edited = text
    .replace(/provision: hive/, 'provision: hive, credentials: short-lived')
    .replace(/^ {4}tunnel: .*$/m, '    tunnel: { gatewayNodes: labelled }')
    .replace(/^ {4}vault:$/m, "    vault:\n      seal: { roleArn: 'arn:aws:iam::123456789012:role/vault-unseal' }")
  return { path, text: edited }
}

/** `{}` is enough for every component. */
export function withComponent(files: readonly SourceFile[], name: string): readonly SourceFile[] {
  return files.map(({ path, text }) => ({
    path,
    text: path.startsWith('environments/') ? text.replace(/^ {2}components:$/m, `$&\n    ${name}: {}`) : text,
  }))
}

function filesIn(folder: string): readonly SourceFile[] {
  const paths = ['environments', 'placements'].flatMap((kind) =>
    readdirSync(join(folder, kind))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => `${kind}/${file}`),
  )
  return [...paths, 'catalog.yaml']
    .filter((path) => existsSync(join(folder, path)))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}

function variant(name: string, files: readonly SourceFile[]): Variant {
  const { desired, findings } = expandAll({ files, findings: [] }, components)
  const [first] = desired.environments
  const wrong = findings.filter((each) => each.severity === 'error').map((each) => each.message)
  if (!first || wrong.length > 0) throw new Error(`${name} does not expand: ${wrong.join('; ')}`)
  return { name, environment: renamed(first.value) }
}

function renamed(environment: Environment): Environment {
  const text = environment.spec.clusters.reduce(
    (whole, { name }, i) => whole.replaceAll(`"${name}"`, `"cluster0x${i}"`),
    JSON.stringify(environment),
  )
  const { metadata, spec, ...rest } = JSON.parse(text) as Environment
  const hub = { ...spec.hub, namespace: 'namespace0x', clusterSet: 'clusterset0x' }
  const named = { ...spec, hub, domain: { ...spec.domain, base: 'base0x.example' } }
  return { ...rest, metadata: { ...metadata, name: 'environment0x' }, spec: named }
}
