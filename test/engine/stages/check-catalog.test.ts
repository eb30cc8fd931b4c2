import { readFileSync } from 'node:fs'
import { dump } from 'js-yaml'
import { expect, test } from 'vitest'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import { imageOf, shippedCatalog } from '../../../engine/model/catalog.ts'
import { components } from '../../../policies/index.ts'

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`
const pinned = Object.fromEntries(
  Object.keys(shippedCatalog.images).map((name) => [name, `m.example.com/${name}@${DIGEST}`]),
)

/** What the catalogue's rules say of the reference, with a catalog.yaml and another spelling of its environment. */
function findingsOf(catalog?: object, edit = (environment: string) => environment) {
  const files = ['environments/gdw.yaml', 'placements/gdw.yaml'].map((path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }))
  const [environment, placements] = files.map(({ path, text }) => ({ path, text: edit(text) }))
  if (!environment || !placements) throw new Error('the reference is gone')
  const own = { apiVersion: 'isthmus.dev/v1alpha1', kind: 'Catalog', ...catalog }
  const added = catalog ? [{ path: 'catalog.yaml', text: dump(own) }] : []
  const { findings } = expandAll({ files: [...added, environment, placements], findings: [] }, components)
  return findings.filter((each) => each.rule.startsWith('catalog/'))
}

test('one warning names every image that a production environment runs by a tag', () => {
  const found = findingsOf()
  expect(found).toMatchObject([{ rule: 'catalog/not-pinned', severity: 'warning', file: 'environments/gdw.yaml' }])
  for (const name of Object.keys(shippedCatalog.images)) {
    expect(found[0]?.message).toContain(`${name} (${imageOf(shippedCatalog, name)})`)
  }
})

test('what is pinned is not named; the place is then the catalogue', () => {
  const { vault: _, ...rest } = pinned
  const [found] = findingsOf({ images: rest })
  expect(found).toMatchObject({ rule: 'catalog/not-pinned', file: 'catalog.yaml', line: 3 })
  expect(found?.message).toContain('runs 1 image by a tag')
})

test.each([
  ['everything is pinned', { images: pinned }, (text: string) => text],
  ['it is no production', undefined, (text: string) => text.replace('  survive:', '  production: false\n  survive:')],
  [
    'no image is run',
    undefined,
    (text: string) =>
      text
        .replace(/ {4}(tunnel|vault|database|loadbalancer):.*\n( {6}.*\n)?/g, '')
        .replace(/policies: .*/g, (list) => list.replace(/(, )?(tunnel, |loadbalancer|vault|database)/g, '')),
  ],
])('no warning where %s', (_, catalog, edit) => {
  expect(findingsOf(catalog, edit)).toEqual([])
})

test('a mirror changes what is run, not that it is by a tag', () => {
  expect(findingsOf({ mirrors: { 'docker.io': 'm.example.com/hub' } })[0]?.message).toContain(
    'vault (m.example.com/hub/hashicorp/vault:',
  )
})

test('a misspelt entry is found at its key, with the name that was meant', () => {
  const found = findingsOf({ images: { ...pinned, vualt: 'a' }, operators: { submarine: { channel: 'b' } } })
  expect(found.map(({ rule, hint }) => [rule, hint])).toEqual([
    ['catalog/unknown-entry', 'did you mean `vault`?'],
    ['catalog/unknown-entry', 'did you mean `submariner`?'],
  ])
})
