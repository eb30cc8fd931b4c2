import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import type { Cluster } from './cluster.ts'
import type { Launch, Pod } from './pod.ts'

/** The pod as an object: admission checks it as it checks every pod, and Vault labels it. */
export async function createPod(
  cluster: Cluster,
  namespace: string,
  name: string,
  template: Json,
  claims: readonly string[],
) {
  await cluster.kubectl(['create', '--namespace', namespace, '-f', '-'], podText(name, template, claims))
}

export function podText(name: string, template: Json, claims: readonly string[]): string {
  const spec = (at(template, 'spec') ?? {}) as JsonObject
  const claimed = claims.map((each) => ({ name: each, persistentVolumeClaim: { claimName: `${each}-${name}` } }))
  const labels = at(template, 'metadata', 'labels') ?? {}
  const volumes = [...listAt(spec, 'volumes'), ...claimed]
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels }, spec: { ...spec, volumes } })
}

/** Runs a job's containers, one after the other; what they print. */
export async function runPod(pod: Pod, template: Json): Promise<string> {
  let printed = ''
  for (const kind of ['initContainers', 'containers'])
    for (const container of listAt(template, 'spec', kind)) {
      const name = textAt(container, 'name') ?? ''
      printed += await run(await pod.launch(name)).catch((error: unknown) => {
        throw new Error(`${pod.options.name}/${name}: ${error instanceof Error ? error.message : error}`)
      })
    }
  return printed
}

export async function run({ command, args, env }: Launch): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(command, [...args], { env: { ...env }, timeout: 120_000 })
  return `${stdout}${stderr}`
}
