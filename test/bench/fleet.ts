import { readFileSync } from 'node:fs'
import type { SourceFile } from '../../engine/model/document.ts'

/** The reference with as many clusters as wanted (3 to 4,000), each in a region and with networks of its own. */
export function fleetOf(
  clusters: number,
  rendering: 'concrete' | 'templated' = 'concrete',
  used: readonly string[] = ['clusters', 'tunnel', 'certs'],
): readonly SourceFile[] {
  const list = Array.from({ length: clusters }, (_, i) => {
    const region = `region-${i + 1}`
    const pods = `10.${(i * 4) >> 8}.${(i * 4) & 255}.0/22`
    const services = `172.${16 + (i >> 8)}.${i & 255}.0/24`
    const machines = `10.${128 + ((i * 8) >> 8)}.${(i * 8) & 255}.0/21`
    const network = `{ pods: ${pods}, services: ${services}, machines: ${machines}, hostPrefix: 26 }`
    return `    - { name: c${i + 1}, cloud: aws, region: ${region}, zones: [${region}a, ${region}b, ${region}c], network: ${network} }`
  })
  const reference = readFileSync('environments/gdw.yaml', 'utf8')
  const head = reference.slice(0, reference.indexOf('  clusters:\n'))
  const components = `  components: { ${used.map((each) => `${each}: {}`).join(', ')} }\n`
  const environment = `${head}  rendering: ${rendering}\n  clusters:\n${list.join('\n')}\n${components}`
  const placement = `apiVersion: isthmus.dev/v1alpha1\nkind: PolicyPlacement\nmetadata: { name: all }\nspec: { environment: gdw, policies: [${used.join(', ')}], clusters: { all: true } }\n`
  return [
    { path: 'environments/gdw.yaml', text: environment },
    { path: 'placements/gdw.yaml', text: placement },
  ]
}

export function reference(): readonly SourceFile[] {
  return ['environments/gdw.yaml', 'placements/gdw.yaml'].map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}
