// Makes the root file system of the image: `node assemble-root.mjs FOLDER PROGRAM...` copies this Node, the programs, and what
// they load, into FOLDER, and nothing else: no shell, no package manager. Runs on Debian, whose packages it names for scanners.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** The number under which the image runs; ssh wants a name for it. OpenShift brings another number, and its name. */
const USER = 65532
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt'
/** What Git starts by itself, beside the programs that are named: the ways to a remote. */
const GIT_HELPERS = ['git', 'git-remote-http', 'git-remote-https']

const [root, ...programs] = process.argv.slice(2)
if (root === undefined || programs.length === 0) {
  process.stderr.write('assemble-root.mjs FOLDER PROGRAM...\n')
  process.exit(1)
}
const copied = new Set()

/** A file at the same path below the root, links followed, with the libraries that it is linked with. */
function take(path, to = path) {
  const target = join(root, to)
  if (existsSync(target)) return
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(path, target)
  copied.add(path)
  for (const library of librariesOf(path)) take(library)
}

function librariesOf(path) {
  if (readFileSync(path).subarray(1, 4).toString() !== 'ELF') return []
  const said = output('ldd', [path])
  return [...said.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].map((each) => each[1])
}

function output(program, args) {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (error) {
    // ldd says so of what is linked with nothing, and dpkg of what no package owns.
    return error.stdout ?? ''
  }
}

function whereIs(program) {
  const found = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program))
  const path = found.find((each) => existsSync(each))
  if (path === undefined) throw new Error(`${program} is not on the search path`)
  return path
}

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

/** Which packages the files are of, as scanners look for it in an image without a package manager, with their licences. */
function record() {
  // Since /lib is a link to /usr/lib, the package may know a file by either name.
  const paths = [...copied].flatMap((path) => [path, path.replace(/^\/usr/, ''), realpathSync(path)])
  const owners = output('dpkg', ['-S', ...new Set(paths)])
    .split('\n')
    .flatMap((line) => /^([^:\s]+)(?::\w+)?: /.exec(line)?.[1] ?? [])
  for (const each of new Set(owners)) {
    write(`var/lib/dpkg/status.d/${each}`, output('dpkg', ['-s', each]))
    const licence = `/usr/share/doc/${each}/copyright`
    if (existsSync(licence)) take(licence)
  }
  return new Set(owners).size
}

take(process.execPath, '/usr/local/bin/node')
for (const each of programs) take(whereIs(each))
const folder = output('git', ['--exec-path']).trim()
for (const each of GIT_HELPERS) take(join(folder, each))
take(AUTHORITIES)
const packages = record()
write('etc/passwd', `root:x:0:0:root:/root:/nonexistent\nisthmus:x:${USER}:0:isthmus:/tmp:/nonexistent\n`)
write('etc/group', 'root:x:0:\n')
write('etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n')
// A clone copies from it, and says so where it is not there.
mkdirSync(join(root, 'usr/share/git-core/templates'), { recursive: true })
mkdirSync(join(root, 'tmp'), { recursive: true })
chmodSync(join(root, 'tmp'), 0o1777)
process.stdout.write(`${copied.size} files, of ${packages} packages\n`)
