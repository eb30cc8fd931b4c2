import type { Cluster } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { RegionChange, RegionChangeKind, RegionCluster } from '../../model/runbook.ts'
import { suggestion } from '../../model/suggest.ts'
import { visible } from '../../model/visible.ts'

export type Parties = Pick<RegionChange, 'region' | 'joining' | 'leaving' | 'staying'>

/** Who comes, goes and stays, from what is merged and what the sources ask for. Failure where the word names nobody. */
export function partiesOf(kind: RegionChangeKind, word: string, merged: Rendered, asked: readonly Cluster[]): Parties {
  const isMeant = (each: RegionCluster) => each.name === word || each.region === word
  const wanted = asked.map(clusterOf)
  const known = [...merged.clusters.map(clusterOf), ...wanted]
  const meant = known.filter((each, i) => isMeant(each) && known.findIndex((one) => one.name === each.name) === i)
  const [first] = meant
  if (first === undefined) throw unknown(kind, word, merged, known)
  const isMerged = (each: RegionCluster) => merged.clusters.some((one) => one.name === each.name)
  const isWanted = (each: RegionCluster) => wanted.some((one) => one.name === each.name)
  const comers = wanted.filter((each) => !isMerged(each))
  const gone = meant.filter((each) => !isWanted(each))
  const isRebuilt = kind === 'replace' && gone.length === 0
  const leaving = kind === 'join' ? [] : isRebuilt || kind === 'retire' ? meant : gone
  const joining = kind === 'join' ? meant.filter(isWanted) : kind === 'retire' ? [] : isRebuilt ? meant : comers
  if (kind === 'join' && joining.length === 0) throw unknown(kind, word, merged, known)
  const moving = new Set([...joining, ...leaving].map((each) => each.name))
  return { region: first.region, joining, leaving, staying: wanted.filter((each) => !moving.has(each.name)) }
}

function clusterOf({ name, region, cloud }: RegionCluster): RegionCluster {
  return { name, region, cloud }
}

function unknown(kind: RegionChangeKind, word: string, merged: Rendered, known: readonly RegionCluster[]): Failure {
  const names = [...new Set(known.flatMap((each) => [each.region, each.name]))]
  const hint =
    kind === 'join'
      ? `add its cluster to spec.clusters of environments/${merged.environment}.yaml first: nothing is proposed before that is pushed`
      : kind === 'retire'
        ? `it is one of ${names.join(', ')}; where its waves have landed already, name the commit before them with --since`
        : suggestion(word, names, 'nothing is merged yet')
  return new Failure('usage/unknown-region', `${visible(word)} is no region or cluster of ${merged.environment}`, {
    hint,
  })
}
