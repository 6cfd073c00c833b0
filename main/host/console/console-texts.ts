/** The host program's output in the terminal. */

import type { HostInfo } from '#shared/signaling/host-info.ts';
import type { StartProblem } from '../host.ts';

export function readyText(url: string, info: HostInfo): string {
  const others =
    info.addresses.length === 0
      ? ['', '  Only this machine can open it.']
      : ['', '  Others on your network open', ...info.addresses.map((address) => `    ${address}`)];
  return ['', `  Paxboard is ready at ${url}`, ...others, '', '  Ctrl+C stops it.', ''].join('\n');
}

export function problemText(problem: StartProblem): string {
  switch (problem.type) {
    case 'already-running':
      return `Paxboard is already running at ${problem.url} (version ${problem.version}).`;
    case 'port-taken':
      return (
        `Another program uses port ${problem.port}. Nothing was changed.\n` +
        'Close that program, or choose another port: npm start -- --port 7421\n' +
        '(A browser stores the boards of each port separately, so keep using the same one.)'
      );
    case 'port-forbidden':
      return (
        `This system does not let you use port ${problem.port}. Nothing was changed.\n` +
        'Choose one from 1024 up: npm start -- --port 7420'
      );
    case 'no-such-address':
      return (
        `This machine has no address "${problem.host}". Nothing was changed.\n` +
        'Omit --host to be reachable on your network, or use --host 127.0.0.1 for this machine only.'
      );
    case 'failed':
      return `Paxboard could not start: ${problem.why}. Nothing was changed.`;
  }
}
