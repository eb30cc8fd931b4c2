import { components } from '../../policies/index.ts'
import { createTogether } from '../adapters/files/together.ts'
import { readFolder } from '../adapters/files.ts'
import { prepareDrill, watchDrill } from '../flows/drill.ts'
import type { DrillEvidence, DrillSample } from '../model/drill.ts'
import { Failure } from '../model/failure.ts'
import { noiseRulesWithout } from '../model/noise-rules.ts'
import { drillEvidence, isOver } from '../stages/drill.ts'
import { parseYaml } from '../stages/render/yaml.ts'
import { drillMarkdown, drillOutcomeText, drillPlanText, sampleText } from '../stages/report/drill.ts'
import { json } from '../stages/report/json.ts'
import { configurationIn } from './configuration.ts'
import { secondsOf } from './every.ts'
import { memoryOf } from './memory.ts'
import { forgeFor } from './ports/forge.ts'
import { repositoryIn } from './ports.ts'
import type { Call, CommandDefinition } from './register.ts'
import { LOOK_OPTIONS, sleepUntil, sourceFrom } from './source.ts'

const FOLDER = 'drills'

export const drillCommand: CommandDefinition = {
  usage: 'drill',
  summary: 'rehearse the loss of a region: is now a safe time, how it is done, what is measured; evidence in drills/',
  formats: ['text', 'json', 'markdown'],
  options: [
    ...LOOK_OPTIONS,
    ['--lose <region>', 'the region that is lost, or a cluster of it'],
    ['--watch', 'follow the loss and the return until everything is back, or until interrupted'],
    ['--every <seconds>', 'with --watch: how often to look (default: 10)'],
    ['--anyway <reason>', 'go on although a check is red; the reason is kept in the evidence'],
  ],
  examples: [
    ['isthmus drill --lose us-east-1 --from hub', 'exit 2, and nothing written, where this is no safe time'],
    ['isthmus drill --lose us-east-1 --from contexts --watch', 'measure it; Ctrl-C ends with what was seen'],
  ],
  exitTwo: 'this is no safe time, or something took longer than predicted',
  isConfigured: true,
  async run(call) {
    const { io, common, options } = call
    const every = secondsOf(options.every, 10)
    const { plan, look } = await prepared(call)
    if (common.output === 'text') io.out(drillPlanText(plan, io.palette))
    if (!plan.isSafe && plan.anyway === null) {
      if (common.output !== 'text') print(call, drillEvidence(plan, []))
      return 2
    }
    const samples = options.watch === true ? await followed(call, look, every) : []
    const evidence = drillEvidence(plan, samples)
    const paths = await keep(common.directory, evidence)
    if (common.output !== 'text') print(call, evidence)
    else io.out(`${samples.length > 0 ? drillOutcomeText(evidence, io.palette) : ''}\nevidence: ${paths.join(', ')}\n`)
    return evidence.measured.some((each) => each.verdict === 'longer') ? 2 : 0
  },
}

async function prepared({ io, common, options }: Call): ReturnType<typeof prepareDrill> {
  if (typeof options.lose !== 'string')
    throw new Failure('usage/nothing-lost', 'a drill needs a region to lose', { hint: 'use --lose us-east-1' })
  const anyway = typeof options.anyway === 'string' ? options.anyway.trim() : null
  if (anyway === '') throw new Failure('usage/no-reason', '--anyway gives no reason', { hint: 'say why, in words' })
  const configuration = await configurationIn(common.directory)
  const source = sourceFrom({ options, directory: common.directory, io, hub: configuration.hub })
  const repository = await repositoryIn(common.directory, io)
  return await prepareDrill({
    repository,
    forge: forgeFor(common.directory, repository, configuration, io),
    source,
    components,
    environment: common.environment,
    memory: memoryOf(repository, configuration.author),
    parseYaml,
    noise: noiseRulesWithout(configuration.drift.noise.disable),
    now: io.now(),
    lose: options.lose,
    anyway,
  })
}

/** Ctrl-C and SIGTERM end it early; what was seen until then is kept. */
async function followed(
  { io, common }: Call,
  look: (now: string) => Promise<DrillSample>,
  every: number,
): Promise<readonly DrillSample[]> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const samples: DrillSample[] = []
  const now = () => io.now()
  const { signal } = stopping
  try {
    for await (const sample of watchDrill({ look, now, pollMs: every * 1000, sleep: sleepUntil, signal, isOver })) {
      samples.push(sample)
      if (common.output === 'text') io.out(`${sampleText(sample)}\n`)
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
  return samples
}

/** The first name that is free: a second drill of a day has a number. */
async function keep(root: string, evidence: DrillEvidence): Promise<readonly string[]> {
  const present = await readFolder(root, FOLDER)
  const region = evidence.region.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80)
  const name = `${evidence.plannedAt.slice(0, 10)}-${region}`
  const isFree = (stem: string) => !present.has(`${stem}.md`) && !present.has(`${stem}.json`)
  let stem = name
  for (let i = 2; !isFree(stem); i++) stem = `${name}-${i}`
  const files = new Map([
    [`${stem}.md`, drillMarkdown(evidence)],
    [`${stem}.json`, json(evidence)],
  ])
  await createTogether(root, FOLDER, files)
  return [...files.keys()].map((each) => `${FOLDER}/${each}`)
}

function print({ io, common }: Call, evidence: DrillEvidence): void {
  io.out(common.output === 'json' ? json(evidence) : drillMarkdown(evidence))
}
