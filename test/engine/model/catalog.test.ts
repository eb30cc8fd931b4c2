import { expect, test } from 'vitest'
import type { Catalog } from '../../../engine/model/catalog.ts'
import {
  imageOf,
  isPinned,
  mirrored,
  overShipped,
  shippedCatalog,
  tracedImage,
  tracedOperator,
} from '../../../engine/model/catalog.ts'
import { settle } from '../../../engine/model/traced.ts'

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`

function aCatalog(own: Partial<Catalog>): Catalog {
  return { apiVersion: 'isthmus.dev/v1alpha1', kind: 'Catalog', images: {}, operators: {}, ...own }
}

test.each([
  ['a registry', { 'docker.io': 'm.example.com/hub' }, 'docker.io/a/b:1', 'm.example.com/hub/a/b:1'],
  ['a path', { 'docker.io/a': 'm.example.com/a' }, 'docker.io/a/b:1', 'm.example.com/a/b:1'],
  ['a whole image', { 'docker.io/a/b': 'm.example.com/b' }, 'docker.io/a/b:1', 'm.example.com/b:1'],
  ['a digest', { 'docker.io/a/b': 'm.example.com/b' }, `docker.io/a/b@${DIGEST}`, `m.example.com/b@${DIGEST}`],
  ['the longest prefix', { 'docker.io': 'x.example', 'docker.io/a': 'y.example' }, 'docker.io/a/b:1', 'y.example/b:1'],
  ['only whole segments', { 'docker.io/a': 'x.example' }, 'docker.io/ab/c:1', 'docker.io/ab/c:1'],
  ['no port for a tag', { registry: 'x.example' }, 'registry:5000/a:1', 'registry:5000/a:1'],
  ['nothing else', { 'quay.io': 'x.example' }, 'docker.io/a:1', 'docker.io/a:1'],
])('a mirror replaces %s', (_, mirrors, image, expected) => {
  expect(mirrored(aCatalog({ mirrors }), image)).toBe(expected)
})

test('an image of the repository is mirrored like a shipped one', () => {
  const catalog = overShipped(
    aCatalog({ images: { vault: 'quay.io/own/vault:1' }, mirrors: { 'quay.io': 'm', 'docker.io': 'n' } }),
  )
  expect(imageOf(catalog, 'vault')).toBe('m/own/vault:1')
  expect(imageOf(catalog, 'rclone')).toMatch(/^n\/rclone\//)
})

test('what is rendered knows the line of the repository, and none where it is as shipped', () => {
  const value = aCatalog({ images: { vault: 'v' }, operators: { submariner: { channel: 'own' } } })
  const origin = { file: 'catalog.yaml', document: 0, pointer: '' }
  const catalog = { ...overShipped(value), own: { value, origin } }
  const { origins, value: tree } = settle({
    own: tracedImage(catalog, 'vault'),
    shipped: tracedImage(catalog, 'rclone'),
    channel: tracedOperator(catalog, 'submariner', 'channel'),
    source: tracedOperator(catalog, 'submariner', 'source'),
  })
  expect(tree).toMatchObject({ own: 'v', channel: 'own', source: 'redhat-operators' })
  expect(Object.fromEntries(origins)).toEqual({
    '/own': [{ ...origin, pointer: '/images/vault' }],
    '/channel': [{ ...origin, pointer: '/operators/submariner/channel' }],
  })
})

test('an override keeps every entry and every field that it does not name', () => {
  const { images, operators } = overShipped(
    aCatalog({ images: { vault: 'v' }, operators: { submariner: { channel: 'own' } } }),
  )
  expect(images).toEqual({ ...shippedCatalog.images, vault: 'v' })
  expect(operators).toEqual({ ...shippedCatalog.operators, submariner: { channel: 'own', source: 'redhat-operators' } })
  expect(overShipped(undefined)).toBe(shippedCatalog)
})

test.each([
  [`a/b@${DIGEST}`, true],
  [`a/b:1@${DIGEST}`, true],
  ['a/b:1', false],
  ['a/b@sha256:123', false],
  [`a/b@${DIGEST}0`, false],
])('%s pinned: %s', (image, expected) => {
  expect(isPinned(image)).toBe(expected)
})
