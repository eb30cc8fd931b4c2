import { HUB, startPlatform } from './platform.ts'

/** `npm run testbed [MEMBER...]`: a hub and its members for hand use, until Ctrl-C. */
const members = process.argv.slice(2)
const platform = await startPlatform({ members: members.length > 0 ? members : ['cluster1', 'cluster2', 'cluster3'] })
process.stdout.write(
  [
    `export KUBECONFIG=${platform.kubeconfig}`,
    ...[HUB, ...platform.members.keys()].map((name) => `kubectl --context ${name} get --raw /version`),
    '# Ctrl-C ends it and removes everything.',
    '',
  ].join('\n'),
)
const stop = async () => {
  await platform.stop()
  process.exit(0)
}
process.once('SIGINT', stop).once('SIGTERM', stop)
await new Promise(() => setInterval(() => {}, 1 << 30))
