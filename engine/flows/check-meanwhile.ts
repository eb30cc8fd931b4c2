import type { Component } from '../model/component.ts'
import type { DesiredState, Sourced } from '../model/document.ts'
import type { Environment } from '../model/environment.ts'
import type { Finding } from '../model/finding.ts'
import { checkPlatform } from '../stages/check.ts'
import { platformInput, platformRequest } from './platform-input.ts'

/**
 * What can be said of environments while something else is wrong and nothing is expanded, so that a slip in a placement hides
 * no overlapping network. Of a file that is wrong itself, and where the catalog is, it says nothing: that would follow from the slip.
 */
export function checkMeanwhile(
  environments: readonly Sourced<Environment>[],
  wrong: readonly Finding[],
  catalog: DesiredState['catalog'],
  components: readonly Component[],
): readonly Finding[] {
  const files = new Set(wrong.flatMap((each) => (each.severity === 'error' ? [each.file] : [])))
  if (files.has('catalog.yaml')) return []
  const sound = environments.filter((each) => !files.has(each.document.file))
  return sound.flatMap((each) =>
    checkPlatform(platformRequest(platformInput(each, catalog, components), each.document)),
  )
}
