// Writes the generated part of docs/reference: commands, kinds of file, metrics, noise rules.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Json } from '../engine/model/json.ts'
import { KINDS, schemaKinds } from '../engine/stages/validate/kinds.ts'
import { components } from '../policies/index.ts'
import { commandsPage } from './docs-reference/commands-page.ts'
import type { KindWords } from './docs-reference/kind-page.ts'
import { kindPage } from './docs-reference/kind-page.ts'
import { metricsPage } from './docs-reference/metrics-page.ts'
import { noisePage } from './docs-reference/noise-page.ts'

const ROOT = join(import.meta.dirname, '..')

/** What each kind is for; a kind without a line here cannot be documented. */
const INTROS: Readonly<Record<string, string>> = {
  Environment:
    'One stretched platform: where its policies live on the hub, its clusters with their networks, the settings of its components. `isthmus explain` lists every option with the line that wrote it, or that it is a default.',
  PolicyPlacement: 'Which policies go to which clusters of an environment, and whether RHACM reports or enforces.',
  Override:
    'One policy is enforced on some clusters until a day, while its placement only informs. Written by [enforce here](../../how-to/pause.md#enforce-one-policy-for-a-while); a proposal takes it out when it is over.',
  Exception:
    'One difference is lived with until a day. Written by [ignore until](../../how-to/pause.md#live-with-a-drift-until-a-day); listed in every report until it expires.',
  AuthoredPolicy:
    'A policy of your own: how its manifests become policy templates. By example: [policies](../../how-to/policies.md).',
  Configuration:
    'Where proposals and alerts go, how Git logs in, how drift is judged, which limits hold. Secrets are references only: `{ env: NAME }` or `{ file: path }`.',
  Catalog:
    'Which images, operator channels and versions are used, and from which mirrors. What it leaves out is as shipped. By example: [pin images](../../how-to/pin-images.md).',
}

/** Every generated page by its path. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const schemas = schemaKinds(components)
  const kinds = [...KINDS].map(([name, { homeWords }]): readonly [string, string] => {
    const words: KindWords = { name, home: homeOf(homeWords), intro: INTROS[name] ?? '' }
    return [`docs/reference/files/${fileOf(name)}`, kindPage(words, schemas.get(name) as Json)]
  })
  return new Map([
    ['docs/reference/commands.md', await commandsPage()],
    ['docs/reference/metrics.md', metricsPage()],
    ['docs/reference/noise.md', noisePage()],
    ['docs/reference/files/README.md', kindsPage()],
    ...kinds,
  ])
}

function kindsPage(): string {
  const rows = [...KINDS].map(
    ([name, { homeWords }]) =>
      `| [${name}](${fileOf(name)}) | ${homeOf(homeWords)} | ${firstSentence(INTROS[name] ?? '')} |`,
  )
  return `${[
    '# What people write',
    '',
    'Made by `npm run docs` from the schemas; do not edit. After this page you know which file takes which options.',
    '',
    '| kind | stands in | is |',
    '|---|---|---|',
    ...rows,
    '',
    'Several documents in a file and several files of a kind are fine. All begin with `apiVersion: isthmus.dev/v1alpha1`. A `PolicyGenerator` file may stand in `policies/<name>/`',
    'too: [PolicyGenerator files](../../how-to/policygenerator.md).',
  ].join('\n')}\n`
}

function fileOf(kind: string): string {
  return `${kind.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`
}

function homeOf(words: string): string {
  return words.replaceAll(/\S+[/.]\S*/g, (each) => `\`${each}\``)
}

function firstSentence(text: string): string {
  return /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/:$/, '.') ?? text
}

if (import.meta.main) {
  for (const [path, text] of await referencePages()) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), text)
  }
}
