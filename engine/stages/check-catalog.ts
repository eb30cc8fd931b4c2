import type { Catalog } from '../model/catalog.ts'
import { imageOf, isPinned, overShipped, shippedCatalog } from '../model/catalog.ts'
import type { LoadedDocument, Sourced } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import type { Json } from '../model/json.ts'
import { isObject } from '../model/json.ts'
import type { Plan } from '../model/plan.ts'
import { pointerOf } from '../model/pointer.ts'
import { suggestion } from '../model/suggest.ts'

interface Expansion {
  readonly document: LoadedDocument
  readonly plan: Plan
}

/** Images that production environments run by a tag (one finding each), and entries of catalog.yaml that nothing asks for. */
export function checkCatalog(own: Sourced<Catalog> | undefined, expansions: readonly Expansion[]): readonly Finding[] {
  return [...(own ? strayEntries(own) : []), ...expansions.flatMap((each) => unpinned(own, each))]
}

function strayEntries({ value, document }: Sourced<Catalog>): readonly Finding[] {
  return (['images', 'operators'] as const).flatMap((section) => {
    const known = Object.keys(shippedCatalog[section])
    return Object.keys(value[section])
      .filter((name) => !known.includes(name))
      .map((name) =>
        finding(
          'catalog/unknown-entry',
          document.locate(pointerOf([section, name]), 'key'),
          `no component asks the catalogue for ${section} \`${name}\``,
          suggestion(name, known, 'remove it'),
          'warning',
        ),
      )
  })
}

function unpinned(own: Sourced<Catalog> | undefined, { document, plan }: Expansion): readonly Finding[] {
  const { metadata, spec } = plan.environment
  if (!spec.production) return []
  const catalog = overShipped(own?.value)
  const running = new Set(plan.policies.flatMap((each) => imagesIn(each.object)))
  const loose = Object.keys(catalog.images)
    .sort()
    .map((name) => ({ name, image: imageOf(catalog, name) }))
    .filter(({ image }) => running.has(image) && !isPinned(image))
  if (loose.length === 0) return []
  const list = loose.map(({ name, image }) => `${name} (${image})`).join(', ')
  return [
    finding(
      'catalog/not-pinned',
      own ? own.document.locate('/images', 'key') : document.locate('/spec/production'),
      `production environment ${metadata.name} runs ${loose.length} ${loose.length === 1 ? 'image' : 'images'} by a tag, which can be moved to other content: ${list}`,
      'name them by digest in catalog.yaml, under images (name: registry/image:tag@sha256:…), or set spec.production to false',
      'warning',
    ),
  ]
}

function imagesIn(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'image' && typeof each === 'string' ? [each] : imagesIn(each),
  )
}
