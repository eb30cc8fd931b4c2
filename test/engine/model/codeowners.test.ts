import { expect, test } from 'vitest'
import { ownersOf } from '../../../engine/model/codeowners.ts'

const FILE = `# who looks at what
*                    @org/platform
/environments/       @org/network ops@example.com  # both
*.md                 @writer
policies/*/secret    @org/security
docs/**/deep.yaml    @deep
/placements/open.yaml
rendered             @org/rendered
clusters/*           @org/direct
/hub/**              @org/all
`

test.each([
  [['environments/gdw.yaml'], ['@org/network', 'ops@example.com']],
  [['placements/gdw.yaml'], ['@org/platform']],
  [['placements/open.yaml'], []],
  [['a/b/c.md'], ['@writer']],
  [['policies/app/secret/x.yaml'], ['@org/security']],
  [['policies/a/b/secret'], ['@org/platform']],
  [['docs/a/b/deep.yaml', 'docs/deep.yaml'], ['@deep']],
  [['x/rendered/y'], ['@org/rendered']],
  [['clusters/a.yaml'], ['@org/direct']],
  [['clusters/a/b.yaml'], ['@org/platform']],
  [['hub/a.yaml', 'hub/a/b.yaml'], ['@org/all']],
  [
    ['environments/a.yaml', 'README.md'],
    ['@org/network', '@writer', 'ops@example.com'],
  ],
])('%j', (paths, owners) => {
  expect(ownersOf(FILE, paths)).toEqual(owners)
})

test.each([
  ['* @ok @<script> javascript:x "@quoted" @a@b', ['@ok']],
  [`${'*a'.repeat(40)} @slow`, ['@slow']],
  [`${'x'.repeat(500)} @long`, []],
  ['!* @not\n[abc] @class\n(a|b)+$ @regex', []],
  ['', []],
])('hostile lines name nobody: %j', (file, owners) => {
  expect(ownersOf(file, ['a'.repeat(60)])).toEqual(owners)
})
