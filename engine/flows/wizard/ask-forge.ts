import type { Prompter } from '../../model/prompter.ts'
import type { Setup } from '../../model/setup.ts'
import { FORGES } from '../../model/setup.ts'

const FORGE_NAMES = {
  local: 'none yet',
  github: 'GitHub',
  gitea: 'Gitea or Forgejo',
  gitlab: 'GitLab',
} as const

const CHATS = {
  terminal: 'none yet',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  mattermost: 'Mattermost',
  alertmanager: 'Alertmanager',
  webhook: 'something else, by signed webhook',
} as const

/** Where pull requests and alerts go, and who reviews. */
export async function askForge(ask: Prompter): Promise<Pick<Setup, 'forge' | 'chat' | 'owners'>> {
  const type = await ask.choose({
    message: 'Where will pull requests live?',
    choices: FORGES.map((value) => ({
      value,
      label: FORGE_NAMES[value],
      ...(value === 'local' ? { note: 'beside a bare repository, for trying out' } : {}),
    })),
    initial: 'local',
  })
  const forge = type === 'local' ? { type } : { type, ...(await askAddress(ask, type)) }
  const chat = await ask.choose({
    message: 'Where do alerts go?',
    choices: (Object.keys(CHATS) as (keyof typeof CHATS)[]).map((value) => ({ value, label: CHATS[value] })),
    initial: 'terminal',
  })
  const owners = await ask.text({
    message: 'Who reviews every change? A team or person of the forge',
    initial: '@your-org/platform',
    refuse: (answer) => (/^@[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(answer) ? undefined : 'a name such as @acme/platform'),
  })
  return { forge, chat, owners }
}

async function askAddress(ask: Prompter, type: Setup['forge']['type']): Promise<Omit<Setup['forge'], 'type'>> {
  const repository = await ask.text({
    message: 'Name of this repository there',
    example: 'platform/desired-state',
    refuse: (answer) => (/^[\w.-]+(\/[\w.-]+)+$/.test(answer) ? undefined : 'owner/name'),
  })
  if (type === 'github') return { repository }
  const url = await ask.text({
    message: 'Its address',
    ...(type === 'gitlab' ? { initial: 'https://gitlab.com' } : { example: 'https://git.example.com' }),
    refuse: (answer) =>
      /^https?:\/\/[^\s"@]+$/.test(answer) ? undefined : 'an address such as https://git.example.com',
  })
  return { repository, url }
}
