/** Installs the Raft to compare with when it is first wanted: it is no dependency of the project. */

import { installRaft, isRaftInstalled } from './raft-library.ts';

/** Prints its progress; if it fails, the comparison is left out. */
export function obtainRaft(say: (line: string) => void): void {
  if (isRaftInstalled()) return;
  say('Installing the Raft to compare with, in bench/peer (once; --without-raft does without) …');
  const problem = installRaft();
  if (problem !== undefined) say(`It cannot be installed: ${problem}`);
}
