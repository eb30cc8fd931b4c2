import type { Json } from './json.ts'
import { listAt, textAt } from './json.ts'

/** Everything in a kustomization that Kustomize would open, as it is written: files and folders (kustomize api/types/kustomization.go). */
export function pathsInKustomization(kustomization: Json): readonly string[] {
  const texts = (...keys: readonly string[]) =>
    keys.flatMap((key) => listAt(kustomization, key).filter((each): each is string => typeof each === 'string'))
  const files = (...keys: readonly string[]) =>
    keys.flatMap((key) => listAt(kustomization, key).flatMap((each) => textAt(each, 'path') ?? []))
  const generated = ['configMapGenerator', 'secretGenerator'].flatMap((key) =>
    listAt(kustomization, key).flatMap((each) => [
      ...listAt(each, 'files').map((file) => (typeof file === 'string' ? file.replace(/^[^=]*=/, '') : '')),
      ...listAt(each, 'envs').map((file) => (typeof file === 'string' ? file : '')),
      textAt(each, 'env') ?? '',
    ]),
  )
  return [
    ...texts('resources', 'bases', 'components', 'crds', 'configurations'),
    ...texts('patchesStrategicMerge').filter((each) => !each.includes('\n')),
    ...files('patches', 'patchesJson6902', 'replacements'),
    textAt(kustomization, 'openapi', 'path') ?? '',
    ...generated,
  ].filter((each) => each !== '')
}
