import type { FromSchema } from 'json-schema-to-ts'
import { pointerOf } from './pointer.ts'
import { schemaOf } from './schema.ts'
import { SHIPPED } from './shipped-catalog.ts'
import type { Origin, Tree } from './traced.ts'
import { derived, mirror } from './traced.ts'

/**
 * An image as container runtimes read it (distribution/reference): a host with a dot or a port may stand before a path in lower case, then tag
 * and digest.
 */
export const IMAGE_REFERENCE =
  '^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]+)?/)?[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$'

const literal = {
  $id: 'https://isthmus.dev/schemas/catalog.json',
  title: 'Catalog',
  description:
    'Images, operator channels and versions, mirrors. A repository overrides single entries in catalog.yaml.',
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind'],
  properties: {
    apiVersion: { const: 'isthmus.dev/v1alpha1' },
    kind: { const: 'Catalog' },
    images: {
      type: 'object',
      additionalProperties: { type: 'string', maxLength: 512, pattern: IMAGE_REFERENCE },
      default: {},
      description: 'Image by name, best by digest.',
      examples: [{ vault: `registry.example.com/vault@sha256:${'0123456789abcdef'.repeat(4)}` }],
    },
    operators: {
      type: 'object',
      default: {},
      description: 'Operator by package name.',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          channel: {
            type: 'string',
            minLength: 1,
            description: 'Channel of its Subscription.',
            examples: ['stable-v1'],
          },
          source: {
            type: 'string',
            minLength: 1,
            description: 'CatalogSource that it comes from.',
            examples: ['redhat-operators'],
          },
          versions: {
            type: 'array',
            items: { type: 'string', minLength: 1 },
            description: 'ClusterServiceVersions that may be installed; any of the channel where empty.',
            examples: [['cert-manager-operator.v1.16.1']],
          },
        },
      },
    },
    mirrors: {
      type: 'object',
      additionalProperties: { type: 'string', pattern: '^[^\\s/@]+(/[^\\s/@]+)*$' },
      description:
        'Where images are pulled from instead: image prefix to mirror prefix, in whole path segments; the longest prefix wins.',
      examples: [{ 'docker.io/hashicorp': 'mirror.example.com/hashicorp' }],
    },
  },
} as const

export type Catalog = FromSchema<typeof literal>
export const catalogSchema = schemaOf<Catalog>(literal)

/** The catalogue that components are given: with the file that a repository has of its own, so that a value knows the line that named it. */
export interface AskedCatalog extends Catalog {
  readonly own?: { readonly value: Catalog; readonly origin: Origin }
}

/** The shipped defaults: version tags, since nobody's mirror is known; production environments are warned about them. */
export const shippedCatalog: Catalog = { apiVersion: 'isthmus.dev/v1alpha1', kind: 'Catalog', ...SHIPPED }

/** A repository's catalogue over the shipped one: entry by entry, and field by field within an operator. */
export function overShipped(own: Catalog | undefined): Catalog {
  if (!own) return shippedCatalog
  const operators = Object.entries(own.operators).map(([name, operator]) => [
    name,
    { ...(Object.hasOwn(shippedCatalog.operators, name) ? shippedCatalog.operators[name] : {}), ...operator },
  ])
  return {
    ...own,
    images: { ...shippedCatalog.images, ...own.images },
    operators: { ...shippedCatalog.operators, ...Object.fromEntries(operators) },
  }
}

/** The image as it is pulled: from the mirror of its longest prefix, where there is one. */
export function mirrored(catalog: Catalog, image: string): string {
  const [longest] = Object.entries(catalog.mirrors ?? {})
    .filter(([prefix]) => image.startsWith(prefix) && endsSegment(prefix, image.charAt(prefix.length)))
    .sort(([a], [b]) => b.length - a.length)
  return longest ? `${longest[1]}${image.slice(longest[0].length)}` : image
}

/** After a bare registry a colon is its port, not a tag. */
function endsSegment(prefix: string, next: string): boolean {
  return next === '' || next === '/' || (prefix.includes('/') && (next === ':' || next === '@'))
}

/** The image that the catalogue names, as it is pulled; a repository's catalogue may name only some of them. */
export function imageOf(catalog: Catalog, name: string): string {
  const image = catalog.images[name] ?? shippedCatalog.images[name]
  if (image === undefined) throw new Error(`the catalogue has no image ${name}`)
  return mirrored(catalog, image)
}

/** The same for what is rendered: it knows the line of the repository's catalogue, where that names it. */
export function tracedImage(catalog: AskedCatalog, name: string): Tree {
  const image = imageOf(catalog, name)
  const { own } = catalog
  if (!own || !Object.hasOwn(own.value.images, name)) return image
  return derived(image, mirror(image, inside(own.origin, 'images', name)))
}

type Operator = Catalog['operators'][string]

/** One field of an operator's entry, knowing its line where the repository's catalogue has it. */
export function tracedOperator(catalog: AskedCatalog, name: string, field: keyof Operator): Tree | undefined {
  const value = (catalog.operators[name] ?? shippedCatalog.operators[name])?.[field]
  const { own } = catalog
  const mine = own && Object.hasOwn(own.value.operators, name) ? own.value.operators[name] : undefined
  if (!own || value === undefined || mine?.[field] === undefined) return value
  return derived(value, mirror(value, inside(own.origin, 'operators', name, field)))
}

function inside(origin: Origin, ...keys: readonly string[]): Origin {
  return { ...origin, pointer: origin.pointer + pointerOf(keys) }
}

/** True for an image that names its content: a tag can be moved to another one, a digest cannot. */
export function isPinned(image: string): boolean {
  return /@sha256:[0-9a-f]{64}$/.test(image)
}
