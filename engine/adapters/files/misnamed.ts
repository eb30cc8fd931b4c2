import { readdir } from 'node:fs/promises'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'

/** Names are compared letter by letter, as Git does: on some machines `gdw.YAML` is the same file as `gdw.yaml`, in a clone it is not. */
const YAML = /\.ya?ml$/
const ROOT_NAME = /^(isthmus|catalog)\.ya?ml$/i
const MEANT = /\.(?:ya?ml|json)$/i
/** There a `.json` may be what a generator reads. */
const MEANT_IN_POLICIES = /\.ya?ml$/i

/** What is read below a folder of people's files, or was meant to be. */
export function isMeant(folder: string): (name: string) => boolean {
  const meant = folder === 'policies' ? MEANT_IN_POLICIES : MEANT
  return (name) => meant.test(name)
}

/** `gdw.YAML` and `gdw.json` would be passed over in silence, and an environment in it be taken for gone. */
export function misnamedBelow(folder: string, path: string): Finding | undefined {
  if (YAML.test(path) || !isMeant(folder)(path)) return undefined
  const right = path.slice(path.lastIndexOf('/') + 1).replace(MEANT, '.yaml')
  return passedOver(
    path,
    'only names that end in .yaml or .yml are read here',
    right,
    folder === 'policies' ? 'warning' : 'error',
  )
}

/** `isthmus.yml` would be, as well. */
export async function misnamedInRoot(root: string): Promise<readonly Finding[]> {
  const names = await readdir(root).catch((): string[] => [])
  return names.sort().flatMap((name) => {
    const right = `${ROOT_NAME.exec(name)?.[1]?.toLowerCase()}.yaml`
    return ROOT_NAME.test(name) && name !== right ? [passedOver(name, `only ${right} is read, not ${name}`, right)] : []
  })
}

function passedOver(path: string, message: string, right: string, severity: Finding['severity'] = 'error'): Finding {
  return finding('files/misnamed', { file: path, line: 1, column: 1 }, message, `rename it to ${right}`, severity)
}
