#!/usr/local/bin/node
// GIT_SSH: ssh with one deploy key, to known hosts alone. Git can hand over options itself only through a shell, and the image has none.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const { ISTHMUS_SSH_KEY: key, ISTHMUS_SSH_KNOWN_HOSTS: hosts } = process.env
if (key === undefined || hosts === undefined) {
  process.stderr.write(
    'git-ssh: ISTHMUS_SSH_KEY and ISTHMUS_SSH_KNOWN_HOSTS name the files of a deploy key and of host keys\n',
  )
  process.exit(1)
}
const options = [
  'IdentitiesOnly=yes',
  'BatchMode=yes',
  'StrictHostKeyChecking=yes',
  `UserKnownHostsFile="${hosts}"`,
  'GlobalKnownHostsFile=none',
]
const ssh = spawn('ssh', ['-i', key, ...options.flatMap((each) => ['-o', each]), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => ssh.kill(signal))
ssh.on('error', (error) => {
  process.stderr.write(`git-ssh: ${error.message}\n`)
  process.exit(127)
})
ssh.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
