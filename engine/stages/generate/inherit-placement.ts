import type { PlacementOptions } from './config.ts'

/** A placement that selects nothing of its own takes the default's way of selecting, but not its name. */
export function inheritPlacement(own: PlacementOptions, defaults: PlacementOptions): PlacementOptions {
  if (hasLabels(own) || own.placementPath || own.placementName) return own
  if (defaults.placementPath) return { ...own, placementPath: defaults.placementPath }
  if (defaults.placementName) return { ...own, placementName: defaults.placementName }
  const { labelSelector } = defaults
  return labelSelector && hasLabels(defaults) ? { ...own, labelSelector } : own
}

function hasLabels(placement: PlacementOptions): boolean {
  return Object.keys(placement.labelSelector ?? {}).length > 0
}
