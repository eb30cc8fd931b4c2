// Writes engine/model/shipped-catalog.ts from catalog/catalog.yaml: the model reads no files, and a bot edits YAML.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'

const root = join(import.meta.dirname, '..')

export const CATALOG = join(root, 'catalog', 'catalog.yaml')
export const MODULE = join(root, 'engine', 'model', 'shipped-catalog.ts')

export function shippedCatalogModule(yaml: string): string {
  const { images, operators } = load(yaml) as Record<string, unknown>
  return [
    '/** Made from catalog/catalog.yaml by `npm run docs`; edit that. */',
    `export const SHIPPED = ${literal({ images, operators }, '')}`,
    '',
  ].join('\n')
}

/** A TypeScript literal as the formatter leaves it. */
function literal(value: unknown, indent: string): string {
  if (Array.isArray(value)) return `[${value.map((each) => literal(each, indent)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return `'${String(value).replaceAll(/['\\]/g, '\\$&')}'`
  const members = Object.entries(value).map(([key, each]) => {
    const name = /^[A-Za-z_]\w*$/.test(key) ? key : `'${key}'`
    return `${indent}  ${name}: ${literal(each, `${indent}  `)},\n`
  })
  return `{\n${members.join('')}${indent}}`
}

if (import.meta.main) writeFileSync(MODULE, shippedCatalogModule(readFileSync(CATALOG, 'utf8')))
