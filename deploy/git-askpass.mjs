#!/usr/local/bin/node
// GIT_ASKPASS: Git asks here for a name and a token, so that neither is in an address, on a command line or in .git/config.
// Both are files of a mounted Secret, in the folder that ISTHMUS_GIT_CREDENTIALS names.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.env.ISTHMUS_GIT_CREDENTIALS ?? '/var/run/secrets/isthmus/git'
const [question = ''] = process.argv.slice(2)
const file = question.startsWith('Username') ? 'username' : question.startsWith('Password') ? 'token' : undefined
if (file === undefined) process.exitCode = 1
else process.stdout.write(readFileSync(join(folder, file), 'utf8'))
