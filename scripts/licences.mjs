// Fails where a package of package-lock.json has no licence, or one that is not on the list; `node scripts/licences.mjs [LOCKFILE]`.
import { readFileSync } from 'node:fs'

/** May be shipped with software under Apache-2.0: permissive, without a duty beyond keeping the notice. */
const SHIPPED = new Set([
  'Apache-2.0',
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Python-2.0',
  'PSF-2.0',
])
/** Tools that are run and not shipped may also be under these. */
const TOOLS = new Set([...SHIPPED, 'MPL-2.0', 'CC-BY-4.0'])

/** Read by a person, for just that version: what a package says in a file and not in its package.json, or leaves to choose. */
const READ = new Map([
  ['khroma@2.1.0', 'MIT'],
  ['node-forge@1.4.3', 'BSD-3-Clause'],
])

const { packages } = JSON.parse(
  readFileSync(process.argv[2] ?? new URL('../package-lock.json', import.meta.url), 'utf8'),
)
const all = Object.entries(packages).filter(([path, { link }]) => path !== '' && link !== true)
const refused = all.filter(
  ([path, { version, license, dev, devOptional }]) =>
    !isAllowed(READ.get(`${nameOf(path)}@${version}`) ?? license, dev || devOptional ? TOOLS : SHIPPED),
)
for (const [path, { version, license }] of refused) {
  console.log(`${nameOf(path)} ${version}: ${license ?? 'no licence'} is not on the list in scripts/licences.mjs`)
}
console.log(`${all.length} packages, ${refused.length} with a licence that is not allowed`)
process.exitCode = refused.length === 0 ? 0 : 1

function nameOf(path) {
  return path.replace(/^.*node_modules\//, '')
}

/** SPDX: one of several joined by OR is enough, all of several joined by AND are needed. Anything else that is not on the list is refused. */
function isAllowed(license, list) {
  if (typeof license !== 'string') return false
  const ways = license.replace(/^\((.*)\)$/, '$1').split(' OR ')
  return ways.some((way) => way.split(' AND ').every((each) => list.has(each.trim())))
}
