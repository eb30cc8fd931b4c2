import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { dump, load } from 'js-yaml'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'

const checkout = join(dirname(fileURLToPath(import.meta.url)), '../../..')

/** One object that a rendered policy wants, with the template it stands in. */
export interface RenderedObject {
  readonly template: string
  readonly complianceType: string
  readonly object: JsonObject
}

/** The reference environment, expanded by the command itself into a repository of the test's own. */
export interface Rendered {
  /** The desired-state repository. */
  readonly folder: string
  readonly file: (policy: string) => string
  /** Objects of the templates of one role: `desired`, `health`, `action`, `fact`. */
  readonly objects: (policy: string, role?: string) => readonly RenderedObject[]
  /** Names of a policy's templates, in order, without the policy's own. */
  readonly templates: (policy: string) => readonly string[]
  /** What a template says where it is not compliant. */
  readonly message: (policy: string, template: string) => string
}

export type Components = Record<string, Json>

/** Expands `environments/gdw.yaml` of this checkout; `change` edits its components first. */
export async function render(folder: string, change: (components: Components) => void = () => {}): Promise<Rendered> {
  mkdirSync(folder, { recursive: true })
  for (const each of ['environments', 'placements'])
    cpSync(join(checkout, each), join(folder, each), { recursive: true })
  const file = join(folder, 'environments', 'gdw.yaml')
  const environment = load(readFileSync(file, 'utf8')) as { spec: { components: Components } }
  change(environment.spec.components)
  writeFileSync(file, dump(environment))
  await isthmus(['-C', folder, 'expand', '--quiet'])
  const rendered = join(folder, 'rendered', 'gdw')
  const known = new Set(readdirSync(rendered))
  const fileOf = (policy: string) => {
    if (!known.has(`${policy}.yaml`)) throw new Error(`policy ${policy} was not rendered`)
    return join(rendered, `${policy}.yaml`)
  }
  const read = (policy: string) => load(readFileSync(fileOf(policy), 'utf8')) as JsonObject
  return {
    folder,
    file: fileOf,
    objects: (policy, role = 'desired') => objectsOf(read(policy), role),
    templates: (policy) =>
      listAt(read(policy), 'spec', 'policy-templates').map((each) =>
        (textAt(each, 'objectDefinition', 'metadata', 'name') ?? '').replace(`gdw-${policy}-`, ''),
      ),
    message: (policy, template) => {
      const found = listAt(read(policy), 'spec', 'policy-templates').find(
        (each) => textAt(each, 'objectDefinition', 'metadata', 'name') === `gdw-${policy}-${template}`,
      )
      return textAt(found, 'objectDefinition', 'spec', 'customMessage', 'noncompliant') ?? ''
    },
  }
}

/** Runs the command of this checkout; its standard output, also where it ends with 2 (findings, drift). */
export async function isthmus(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const cli = join(checkout, 'engine', 'cli.ts')
  try {
    const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 }
    const flags = ['--disable-warning=ExperimentalWarning', cli, ...args]
    return (await promisify(execFile)(process.execPath, flags, options)).stdout
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 2 && 'stdout' in error) return String(error.stdout)
    throw error
  }
}

function objectsOf(policy: JsonObject, role: string): readonly RenderedObject[] {
  return listAt(policy, 'spec', 'policy-templates').flatMap((each) => {
    const template = at(each, 'objectDefinition')
    if (textAt(template, 'kind') !== 'ConfigurationPolicy') return []
    if (textAt(template, 'metadata', 'annotations', 'isthmus.dev/role') !== role) return []
    return listAt(template, 'spec', 'object-templates').flatMap((entry) => {
      const object = at(entry, 'objectDefinition')
      if (!isObject(object)) return []
      const complianceType = textAt(entry, 'complianceType') ?? ''
      return [{ template: textAt(template, 'metadata', 'name') ?? '', complianceType, object }]
    })
  })
}
