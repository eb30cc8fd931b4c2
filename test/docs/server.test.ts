import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEFAULTS } from '../../engine/commands/configuration.ts'
import { server } from '../../engine/model/configuration/server.ts'
import { METRICS } from '../../engine/model/metrics.ts'
import { ROLES } from '../../engine/model/role.ts'
import { HOOK_SENDERS } from '../../engine/model/webhook.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/reference/server.md'), 'utf8')

describe('docs/reference/server.md', () => {
  test.each(Object.entries(METRICS))('tells of %s with its labels', (name, { labels }) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`))
    expect(row).toBeDefined()
    expect([...(row?.split('|')[2] ?? '').matchAll(/`(\w+)`/g)].map((each) => each[1])).toEqual(labels)
  })

  test('tells of no metric that is not there', () => {
    const told = [...page.matchAll(/`(isthmus_\w+)`/g)].map((each) => each[1])
    expect(told.filter((name) => !Object.hasOwn(METRICS, name ?? ''))).toEqual([])
  })

  test('names every role, sender and setting', () => {
    for (const each of ROLES) expect(page).toContain(`\`${each}\``)
    for (const each of HOOK_SENDERS) expect(page).toContain(`/webhooks/${each}`)
    for (const each of Object.keys(server.properties)) expect(page).toMatch(new RegExp(`^  ${each}:`, 'm'))
  })

  test('tells the defaults that hold', () => {
    const { every, takeoverSeconds } = DEFAULTS.server
    expect(page).toContain(`every: ${every} `)
    expect(page).toContain(`takeoverSeconds: ${takeoverSeconds} `)
    expect([every, takeoverSeconds]).toEqual([
      server.properties.every.default,
      server.properties.takeoverSeconds.default,
    ])
  })
})
