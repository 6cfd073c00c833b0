/** The host program's output in the terminal. */

import type { HostInfo } from '#shared/signaling/host-info.ts';
import { catalog } from '#shared/texts/catalog.ts';
import type { StartProblem } from '../host.ts';

const ready = catalog('host.ready', {
  url: 'Paxboard is ready at {url}',
  alone: 'Only this machine can open it.',
  others: 'Others on your network open',
  stop: 'Ctrl+C stops it.',
});

const problems = catalog('host.problems', {
  'already-running': 'Paxboard is already running at {url} (version {version}).',
  'port-taken':
    'Another program uses port {port}. Nothing was changed.\nClose that program, or choose another port: npm start -- --port 7421\n(A browser stores the boards of each port separately, so keep using the same one.)',
  'port-forbidden':
    'This system does not let you use port {port}. Nothing was changed.\nChoose one from 1024 up: npm start -- --port 7420',
  'no-such-address':
    'This machine has no address "{host}". Nothing was changed.\nOmit --host to be reachable on your network, or use --host 127.0.0.1 for this machine only.',
  failed: 'Paxboard could not start: {reason}. Nothing was changed.',
});

export function readyText(url: string, info: HostInfo): string {
  const others =
    info.addresses.length === 0
      ? ['', `  ${ready.alone}`]
      : ['', `  ${ready.others}`, ...info.addresses.map((address) => `    ${address}`)];
  return ['', `  ${ready.url({ url })}`, ...others, '', `  ${ready.stop}`, ''].join('\n');
}

export function problemText(problem: StartProblem): string {
  switch (problem.type) {
    case 'already-running':
      return problems['already-running'](problem);
    case 'port-taken':
    case 'port-forbidden':
      return problems[problem.type]({ port: String(problem.port) });
    case 'no-such-address':
      return problems['no-such-address'](problem);
    case 'failed':
      return problems.failed({ reason: problem.why });
  }
}
