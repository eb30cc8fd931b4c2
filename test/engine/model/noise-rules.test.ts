import { describe, expect, test } from 'vitest'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import { NOISE_RULES, noiseRulesWithout } from '../../../engine/model/noise-rules.ts'

describe('the noise rules', () => {
  test.each(NOISE_RULES)('$id says why, and where it holds', ({ id, reason, pointers, kinds = [], when }) => {
    expect(id).toMatch(/^[a-z-]+\/[a-z-]+$/)
    expect(reason.length).toBeGreaterThan(15)
    expect(pointers.length).toBeGreaterThan(0)
    for (const each of pointers) expect(each).toMatch(/^\//)
    for (const each of kinds) expect(each).toMatch(/^[^/]*\/[^/]+$/)
    if (when.is === 'text') expect(() => new RegExp(when.form)).not.toThrow()
    if (when.is === 'items') expect(() => new RegExp(when.named)).not.toThrow()
  })

  test('no two have one id', () => {
    expect(new Set(NOISE_RULES.map((each) => each.id)).size).toBe(NOISE_RULES.length)
  })

  test('each can be switched off', () => {
    for (const { id } of NOISE_RULES) {
      const left = noiseRulesWithout([id])
      expect(left).toHaveLength(NOISE_RULES.length - 1)
      expect(left.map((each) => each.id)).not.toContain(id)
    }
  })
})

describe('drift.noise.disable', () => {
  const read = (rule: string) => {
    const text = `apiVersion: isthmus.dev/v1alpha1\nkind: Configuration\ndrift:\n  noise:\n    disable: [${rule}]\n`
    const { desired, findings } = expandAll({ files: [{ path: 'isthmus.yaml', text }], findings: [] }, [])
    return { desired, findings: findings.filter((each) => each.file === 'isthmus.yaml') }
  }

  test('is read', () => {
    const { desired, findings } = read('autoscaler/replicas')
    expect(findings).toEqual([])
    expect(desired.configuration?.value.drift.noise.disable).toEqual(['autoscaler/replicas'])
  })

  test('knows the rules', () => {
    const { findings } = read('autoscaler/replica')
    expect(findings).toMatchObject([{ severity: 'error', line: 5 }])
    expect(`${findings[0]?.message} ${findings[0]?.hint}`).toContain('autoscaler/replicas')
  })
})
