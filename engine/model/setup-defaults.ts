import type { Component } from './component.ts'
import { regionOf } from './geo.ts'
import type { Setup, SetupCluster } from './setup.ts'

export function defaultNamespace(name: string): string {
  return `isthmus-${name}`
}

/** Zones that regions of a cloud usually have: letters behind the region's name, or numbers; none where nobody knows. */
export function usualZones({ cloud, region }: Pick<SetupCluster, 'cloud' | 'region'>): readonly string[] {
  if (cloud === 'aws') return ['a', 'b', 'c'].map((each) => `${region}${each}`)
  if (cloud === 'gcp') return ['a', 'b', 'c'].map((each) => `${region}-${each}`)
  return cloud === 'azure' ? ['1', '2', '3'] : []
}

/** Why a component does not fit these clusters, in words that follow its name; undefined where it does. */
export function misfit(component: Pick<Component, 'stateful'>, clusters: Setup['clusters']): string | undefined {
  if (!component.stateful) return undefined
  const regions = new Set(clusters.map(regionOf)).size
  if (regions < 3) return `needs three regions, and there ${regions === 1 ? 'is one' : `are ${regions}`}`
  return regions < clusters.length ? 'needs a region for each cluster' : undefined
}

/** Components that fit, in dependency order; one whose need does not fit falls away with it. */
export function fittingComponents(all: readonly Component[], clusters: Setup['clusters']): readonly string[] {
  const names: string[] = []
  for (const each of all)
    if (misfit(each, clusters) === undefined && each.needs.every((need) => names.includes(need))) names.push(each.name)
  return clusters.length === 1 ? names.filter((each) => each !== 'tunnel') : names
}
