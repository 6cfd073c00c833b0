/** Installs the Raft library at its first use: the project does not depend on it. */

import { installRaft, isRaftInstalled } from './raft-library.ts';

/** Reports its progress and an error by `print`. After an error the comparison is skipped. */
export function installRaftOnDemand(print: (line: string) => void): void {
  if (isRaftInstalled()) return;
  print('Installing the Raft library in bench/peer (once; --without-raft skips it) …');
  const problem = installRaft();
  if (problem !== undefined) print(`The Raft library cannot be installed: ${problem}`);
}
