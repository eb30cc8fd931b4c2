import { sign } from '@octokit/webhooks-methods'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Delivery, HookSender } from '../../../../engine/model/webhook.ts'
import { HOOK_SENDERS } from '../../../../engine/model/webhook.ts'
import { verify } from '../../../../engine/stages/webhooks/verify.ts'
import { NOW, SECRET, SIGNING, signed, signedByGitlab } from './signed.ts'

const PUSH = { ref: 'refs/heads/main', object_kind: 'push', type: 'pushed', branch: 'main' }

function without(delivery: Delivery, ...names: readonly string[]): Delivery {
  return { ...delivery, headers: new Map([...delivery.headers].filter(([name]) => !names.includes(name))) }
}

describe('a delivery', () => {
  test.each(HOOK_SENDERS)('of %s is taken with the secret, and with one of two', (sender) => {
    const delivery = signed(sender, 'push', PUSH)
    expect(verify(delivery, [SECRET], NOW)).toBeUndefined()
    expect(verify(delivery, ['the-secret-that-follows', SECRET], NOW)).toBeUndefined()
  })

  test.each(HOOK_SENDERS)('of %s is forged with another secret, an empty one, or none', (sender) => {
    const delivery = signed(sender, 'push', PUSH)
    for (const secrets of [['another-secret-of-some-length'], [''], []]) {
      expect(verify(delivery, secrets, NOW)).toMatchObject({ outcome: 'forged' })
    }
  })

  test.each<[HookSender, string]>([
    ['github', 'x-hub-signature-256'],
    ['gitea', 'x-gitea-signature'],
    ['gitlab', 'x-gitlab-token'],
    ['generic', 'x-isthmus-signature'],
  ])('of %s without %s is forged', (sender, header) => {
    expect(verify(without(signed(sender, 'push', PUSH), header), [SECRET], NOW)).toMatchObject({ outcome: 'forged' })
  })

  test('of GitHub is signed as its own library signs', async () => {
    const text = JSON.stringify(PUSH)
    const delivery = signed('github', 'push', text, { 'x-hub-signature-256': await sign(SECRET, text) })
    expect(verify(delivery, [SECRET], NOW)).toBeUndefined()
  })

  test('signed with SHA-1 only is forged', () => {
    const delivery = signed('github', 'push', PUSH, { 'x-hub-signature': 'sha1=0000' })
    expect(verify(without(delivery, 'x-hub-signature-256'), [SECRET], NOW)).toMatchObject({ outcome: 'forged' })
  })
})

describe('a signing token of GitLab', () => {
  test('is held against the signature over id, time and body', () => {
    expect(verify(signedByGitlab(PUSH), [SIGNING], NOW)).toBeUndefined()
  })

  test('lets nobody in who only knows the token, or sends it along', () => {
    const delivery = without(signedByGitlab(PUSH), 'webhook-signature')
    const headers = new Map([...delivery.headers, ['x-gitlab-token', SIGNING]])
    expect(verify({ ...delivery, headers }, [SIGNING], NOW)).toMatchObject({ outcome: 'forged' })
  })

  test('binds the delivery to its id', () => {
    const delivery = signedByGitlab(PUSH)
    const headers = new Map([...delivery.headers, ['webhook-id', 'd-2']])
    expect(verify({ ...delivery, headers }, [SIGNING], NOW)).toMatchObject({ outcome: 'forged' })
  })

  test.each([
    ['2026-03-04T11:55:00Z', undefined],
    ['2026-03-04T12:05:00Z', undefined],
    ['2026-03-04T11:54:59Z', 'late'],
    ['2026-03-04T12:05:01Z', 'late'],
  ])('signed at %s is %s', (at, outcome) => {
    expect(verify(signedByGitlab(PUSH, at), [SIGNING], NOW)?.outcome).toBe(outcome)
  })
})

test('our own form is late after five minutes, and its time cannot be changed', () => {
  const delivery = signed('generic', 'push', PUSH)
  expect(verify(delivery, [SECRET], '2026-03-04T12:05:01Z')).toMatchObject({ outcome: 'late' })
  const headers = new Map([...delivery.headers, ['x-isthmus-timestamp', '1772626000']])
  expect(verify({ ...delivery, headers }, [SECRET], '2026-03-04T12:05:01Z')).toMatchObject({ outcome: 'forged' })
})

const SIGNATURES: readonly (readonly [HookSender, string])[] = [
  ['github', 'x-hub-signature-256'],
  ['gitea', 'x-gitea-signature'],
  ['generic', 'x-isthmus-signature'],
]

test.each(SIGNATURES)('%s: any changed byte of the body, or sign of the signature, is forged', (sender, header) => {
  const delivery = signed(sender, 'push', { ...PUSH, text: 'Grüße � aus dem Süden' })
  const change = fc.tuple(fc.nat(delivery.body.length - 1), fc.integer({ min: 1, max: 255 }))
  fc.assert(
    fc.property(change, ([at, by]) => {
      const body = delivery.body.map((byte, i) => (i === at ? byte ^ by : byte))
      expect(verify({ ...delivery, body }, [SECRET], NOW)).toMatchObject({ outcome: 'forged' })
    }),
  )
  const signature = delivery.headers.get(header) ?? ''
  fc.assert(
    fc.property(fc.nat(signature.length - 1), fc.string({ minLength: 0, maxLength: 2 }), (at, put) => {
      const changed = `${signature.slice(0, at)}${put}${signature.slice(at + 1)}`
      fc.pre(changed !== signature)
      const headers = new Map([...delivery.headers, [header, changed]])
      expect(verify({ ...delivery, headers }, [SECRET], NOW)).toMatchObject({ outcome: 'forged' })
    }),
  )
})

test('a body that only decodes to the same text is another body', () => {
  const delivery = signed('github', 'push', { text: '�' })
  const at = delivery.body.findIndex((byte, i) => byte === 0xef && delivery.body[i + 1] === 0xbf)
  const body = new Uint8Array([...delivery.body.slice(0, at), 0xff, ...delivery.body.slice(at + 3)])
  expect(new TextDecoder().decode(body)).toBe(new TextDecoder().decode(delivery.body))
  expect(verify({ ...delivery, body }, [SECRET], NOW)).toMatchObject({ outcome: 'forged' })
})
