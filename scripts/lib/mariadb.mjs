import { existsSync } from 'node:fs'
import { must, say } from './run.mjs'

const PLACES = ['/usr/sbin/mariadbd', '/usr/libexec/mariadbd', '/opt/homebrew/bin/mariadbd', '/usr/local/bin/mariadbd']

/** A MariaDB for the tests of data sources: the machine's own, or Debian's where we may install it; otherwise a line saying that there is none. */
export const ensureMariadb = async () => {
  if (PLACES.some(existsSync)) return
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0)
    return say('There is no MariaDB. Install it (Debian: sudo apt-get install mariadb-server) to test that source.')
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  await must('Package lists', ['apt-get', 'update', '-qq'], quiet)
  await must('MariaDB', ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'mariadb-server'], quiet)
}
