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
  'no-votes-folder':
    'The folder for lent votes cannot be used: {reason}. Nothing was changed.\nChoose another one with --votes-folder, or omit --lend-votes.',
  failed: 'Paxboard could not start: {reason}. Nothing was changed.',
});

/** `id` is the name of the vote's folder. */
const votes = catalog('host.votes', {
  keeps:
    'It keeps votes for {count, plural, =0 {no board yet} one {# board} other {# boards}}, of at most {most}.',
  lent: 'Vote {id} is lent to a board, asked for by {from}. {free, plural, =0 {No further board can get one.} one {There is room for # more board.} other {There is room for # more boards.}}',
  failed: 'A board asked for a vote, which could not be stored ({why}).',
  ended: 'Vote {id} is no longer used by its board, and is deleted.',
});

const stoppedVotes = catalog('host.stoppedVotes', {
  storage: 'Vote {id} pauses because its storage failed ({why}). It tries again by itself.',
  corrupted:
    'Vote {id} stays stopped: its storage is damaged or cannot be read ({why}). The people on its board can remove it and ask for another one; then delete its folder.',
  elsewhere: 'Vote {id} is stopped here: another Paxboard host uses the same folder.',
  gone: 'Vote {id} is stopped: its folder was deleted, so it votes no more.',
  removed: 'Vote {id} stops: the people on its board no longer use it.',
  superseded: 'Vote {id} stops: its board went on without it, after someone continued alone.',
  rolledBack:
    'Vote {id} stays stopped: its storage went back to an earlier state. The people on its board can ask for another one.',
  invariant: 'Vote {id} stops, to be safe, because of a fault in Paxboard ({why}).',
  diverged: 'Vote {id} stops, to be safe, because of a fault in Paxboard ({why}).',
});

/** An event of a kept vote, in one line. */
export type VotesNews =
  | { readonly type: 'lent'; readonly id: string; readonly from: string; readonly free: number }
  /** `why` is technical. */
  | { readonly type: 'failed'; readonly why: string }
  | { readonly type: 'ended'; readonly id: string }
  | {
      readonly type: 'stopped';
      readonly id: string;
      readonly end: keyof typeof stoppedVotes;
      /** Technical. */
      readonly why: string;
    };

export function votesText(news: VotesNews): string {
  switch (news.type) {
    case 'lent':
      return votes.lent(news);
    case 'failed':
      return votes.failed(news);
    case 'ended':
      return votes.ended(news);
    case 'stopped':
      return stoppedVotes[news.end](news);
  }
}

export function keptVotesText(count: number, most: number): string {
  return `\n  ${votes.keeps({ count, most: String(most) })}\n`;
}

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
    case 'no-votes-folder':
      return problems['no-votes-folder']({ reason: problem.why });
    case 'failed':
      return problems.failed({ reason: problem.why });
  }
}
