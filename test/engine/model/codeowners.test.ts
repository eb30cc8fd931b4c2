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

const OF_GITLAB = `
[broken heading @nobody
* @@maintainer @org/all
/CODEOWNERS @root # @also
placements @not-a-folder
environments/a.yaml @anywhere

[Network][2] @org/network ops@example.com
/environments/
/placements/**
environments/lab.yaml @lab
!/environments/free/
^[Docs] @writer
docs/**/*.md
with\\ space/
[NETWORK] @second
\\#odd
`

test.each([
  ['x.yaml', ['@@maintainer', '@org/all']],
  ['CODEOWNERS', ['@also', '@root']],
  ['placements/a.yaml', ['@@maintainer', '@org/all', '@org/network', 'ops@example.com']],
  ['placements/a/b.yaml', ['@@maintainer', '@org/all']],
  ['deep/environments/a.yaml', ['@anywhere']],
  ['environments/gdw.yaml', ['@@maintainer', '@org/all', '@org/network', 'ops@example.com']],
  ['environments/lab.yaml', ['@@maintainer', '@lab', '@org/all']],
  ['environments/free/a.yaml', ['@@maintainer', '@org/all']],
  ['docs/a/b.md', ['@@maintainer', '@org/all', '@writer']],
  ['with space/x', ['@@maintainer', '@org/all', '@writer']],
  ['#odd', ['@@maintainer', '@org/all', '@second']],
])('GitLab reads sections, their owners, exclusions and patterns of its own: %s', (path, owners) => {
  expect(ownersOf(OF_GITLAB, [path], 'gitlab')).toEqual(owners)
})
