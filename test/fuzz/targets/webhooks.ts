import fc from 'fast-check'
import type { Json } from '../../../engine/model/json.ts'
import type { HookSender } from '../../../engine/model/webhook.ts'
import { readDelivery } from '../../../engine/stages/webhooks.ts'
import { NOW, SECRET, signed } from '../../engine/stages/webhooks/signed.ts'
import { hostileText, mutatedJson, mutatedText } from '../hostile.ts'
import { hold, target } from '../target.ts'

const COMMIT = 'c0ffee'.padEnd(40, '0')
const BODIES: readonly Json[] = [
  { ref: 'refs/heads/main', sender: { login: 'ada' } },
  {
    action: 'edited',
    number: 1,
    changes: { body: { from: '- [ ] a' } },
    pull_request: { number: 1, body: '- [x] a', merged: true },
    sender: { login: 'ada' },
  },
  { action: 'created', issue: { number: 1, pull_request: {} }, is_pull: true, sender: { login: 'ada' } },
  { check_run: { head_sha: COMMIT, name: 'ci' }, check_suite: { head_sha: COMMIT }, sha: COMMIT, context: 'ci' },
  {
    object_kind: 'merge_request',
    user: { username: 'ada' },
    object_attributes: { iid: 1, action: 'update' },
    changes: { description: { previous: '- [ ] a', current: '- [x] a' } },
  },
  {
    object_kind: 'note',
    object_attributes: { noteable_type: 'MergeRequest' },
    merge_request: { iid: 2 },
    user: { username: 'a' },
  },
  { type: 'item-ticked', number: 1, by: 'ada', items: ['a'], branch: 'main', commit: COMMIT, change: 'opened' },
]
const EVENTS = [
  'push',
  'pull_request',
  'issue_comment',
  'check_run',
  'check_suite',
  'status',
  'ping',
  '__proto__',
  'constructor',
]

interface Sent {
  readonly sender: HookSender
  readonly event: string
  readonly body: string
  readonly header: string
}

export const webhooks = target<Sent>({
  name: 'webhooks',
  holds: 'nothing unsigned is read; whatever is signed is an event or is called malformed',
  input: fc.record({
    sender: fc.constantFrom('github', 'gitea', 'gitlab', 'generic'),
    event: fc.constantFrom(...EVENTS),
    body: fc.oneof(
      { weight: 4, arbitrary: mutatedJson(BODIES).map((each) => JSON.stringify(each)) },
      { weight: 1, arbitrary: mutatedText(BODIES.map((each) => JSON.stringify(each))) },
    ),
    header: hostileText,
  }),
  cases: [
    { sender: 'github', event: 'push', body: '['.repeat(100_000), header: '' },
    { sender: 'gitea', event: 'push', body: `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, header: '' },
    { sender: 'generic', event: '', body: '{"type":"pushed","branch":"--upload-pack=x"}', header: '' },
    {
      sender: 'generic',
      event: '',
      body: '{"type":"item-ticked","number":1e300,"by":"__proto__","items":["__proto__"]}',
      header: '',
    },
  ],
  few: 40,
  check: ({ sender, event, body, header }) => {
    const right = signed(sender, event, body)
    const read = readDelivery(right, [SECRET], NOW)
    hold(read.outcome === 'read' || read.outcome === 'malformed', 'a signed one is refused', read)
    if (read.outcome === 'read') {
      const { event: told } = read
      if ('number' in told) hold(Number.isSafeInteger(told.number) && told.number > 0, 'no number', told)
      if ('items' in told)
        hold(
          told.items.every((each) => typeof each === 'string'),
          'no texts',
          told,
        )
    }
    for (const name of right.headers.keys()) {
      if (!/signature|token/.test(name) || header === right.headers.get(name)) continue
      const forged = { ...right, headers: new Map([...right.headers, [name, header]]) }
      hold(readDelivery(forged, [SECRET], NOW).outcome === 'forged', 'a forged one is read', name, header)
    }
  },
})
