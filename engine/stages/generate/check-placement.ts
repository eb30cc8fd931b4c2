import type { GeneratorFiles } from '../../model/generator-files.ts'
import { checkPath } from './check-manifest.ts'
import type { PlacementOptions } from './config.ts'
import type { Report } from './report.ts'
import { isSubdomain, NAME_HINT } from './report.ts'
import { selectorOf } from './selector.ts'

/** A placement selects in one way only: by labels, by a file, or by the name of one that is there. */
export function checkPlacement(
  placement: PlacementOptions,
  pointer: string,
  who: string,
  files: GeneratorFiles,
  report: Report,
): void {
  const { labelSelector = {}, placementPath = '', placementName = '', name = '' } = placement
  const hasLabels = Object.keys(labelSelector).length > 0
  if ([hasLabels, placementPath !== '', placementName !== ''].filter(Boolean).length > 1)
    report(
      'generator/placement',
      pointer,
      `placement of ${who} has more than one of labelSelector, placementPath and placementName`,
      'keep one',
    )
  for (const [key, value] of Object.entries({ placementName, name }))
    if (value !== '' && !isSubdomain(value))
      report(
        'generator/name',
        `${pointer}/${key}`,
        `placement.${key} \`${value}\` of ${who} cannot be a name`,
        NAME_HINT,
      )
  if (placementPath !== '')
    checkPath(placementPath, `${pointer}/placementPath`, 'placement.placementPath', who, files, report)
  if (hasLabels && selectorOf(placement.labelSelector) === undefined)
    report(
      'generator/selector',
      `${pointer}/labelSelector`,
      `placement.labelSelector of ${who} is neither a label selector nor a map of labels`,
      'write matchLabels or matchExpressions, or `label: value` with text as values',
    )
}
