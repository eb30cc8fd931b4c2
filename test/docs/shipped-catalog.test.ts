import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { expandAll } from '../../engine/flows/expand-all.ts'
import { shippedCatalog } from '../../engine/model/catalog.ts'
import { components } from '../../policies/index.ts'
import { CATALOG, MODULE, shippedCatalogModule } from '../../scripts/shipped-catalog.ts'

const yaml = readFileSync(CATALOG, 'utf8')

test('the shipped catalogue is what catalog/catalog.yaml says; otherwise run `npm run docs`', () => {
  expect(readFileSync(MODULE, 'utf8')).toBe(shippedCatalogModule(yaml))
  expect(load(yaml)).toEqual(shippedCatalog)
})

test('the shipped file is a valid catalog.yaml of a repository, and changes no policy there', () => {
  const reference = ['environments/gdw.yaml', 'placements/gdw.yaml'].map((path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }))
  const plain = expandAll({ files: reference, findings: [] }, components)
  const copied = expandAll({ files: [...reference, { path: 'catalog.yaml', text: yaml }], findings: [] }, components)
  expect(copied.findings.map((each) => each.rule)).toEqual(expect.arrayContaining(['catalog/not-pinned']))
  expect(copied.findings.map((each) => each.rule).sort()).toEqual(plain.findings.map((each) => each.rule).sort())
  const objects = ({ environments }: typeof plain) => environments[0]?.plan.policies.map(({ object }) => object)
  expect(objects(copied)).toEqual(objects(plain))
})

/** The expression that the comment at the top of catalog.yaml gives to Renovate. */
function botExpression(): RegExp {
  const [, quoted = ''] = /^# +("# renovate: .*")$/m.exec(yaml) ?? []
  return new RegExp(JSON.parse(quoted), 'g')
}

test('an update bot finds each image, its tag, and its digest where it has one', () => {
  const found = [...yaml.matchAll(botExpression())].map(({ groups = {} }) => `${groups.depName}:${groups.currentValue}`)
  expect(found).toEqual(Object.values(shippedCatalog.images))
  const digest = `sha256:${'ab'.repeat(32)}`
  const [pinned] = [...yaml.replace('1.19.0', `1.19.0@${digest}`).matchAll(botExpression())]
  expect(pinned?.groups).toMatchObject({ currentValue: '1.19.0', currentDigest: digest })
})
