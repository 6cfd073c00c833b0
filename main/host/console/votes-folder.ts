/** The usual folder of a user's program data, for the votes that a host keeps. */

import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** @param platform as `process.platform`. */
export function votesFolder(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  home: string = homedir(),
): string {
  switch (platform) {
    case 'win32':
      return win32.join(env.LOCALAPPDATA ?? win32.join(home, 'AppData', 'Local'), 'Paxboard host', 'votes');
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'Paxboard host', 'votes');
    default: {
      // The XDG Base Directory Specification: a relative path is invalid, and ignored.
      const data = env.XDG_DATA_HOME ?? '';
      const base = data.startsWith('/') ? data : posix.join(home, '.local', 'share');
      return posix.join(base, 'paxboard-host', 'votes');
    }
  }
}
