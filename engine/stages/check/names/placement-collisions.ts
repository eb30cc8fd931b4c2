import { textAt } from '../../../model/json.ts'
import type { Plan, PlannedObject } from '../../../model/plan.ts'
import { originsAt } from '../../../model/traced.ts'
import type { PlacedResult } from '../placed.ts'

const SELECTING: readonly string[] = ['Placement', 'PlacementRule']

/**
 * Selections of clusters that get one name. Of two objects of one kind the hub keeps the one that is applied last, so that
 * policies go where nobody asked for; a Placement and a PlacementRule of one name still fight over their PlacementBinding.
 */
export function placementCollisions({ bindings }: Plan): readonly PlacedResult[] {
  const first = new Map<string, PlannedObject>()
  return bindings.flatMap((each): readonly PlacedResult[] => {
    const name = textAt(each.object, 'metadata', 'name') ?? ''
    if (!SELECTING.includes(textAt(each.object, 'kind') ?? '')) return []
    const other = first.get(name)
    first.set(name, other ?? each)
    return other ? [collision(name, each, other)] : []
  })
}

function collision(name: string, one: PlannedObject, other: PlannedObject): PlacedResult {
  const [origin] = originsAt(one.origins, '')
  const [before] = originsAt(other.origins, '')
  const where = before ? `what ${before.file} asks for` : 'another selection'
  return {
    rule: 'names/duplicate-placement',
    severity: 'error',
    pointer: '/spec/hub/namespace',
    ...(origin ? { origin: { ...origin, pointer: '/metadata/name' } } : {}),
    message: `this would be rendered as ${textAt(one.object, 'kind')} ${name}, and so would ${where}; the hub would keep one of the two`,
    hint: 'rename the placement or the override; what is for the hub ends in -hub, what is for one cluster in its name',
  }
}
