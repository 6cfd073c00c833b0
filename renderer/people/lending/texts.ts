/** Texts about lent votes: in People, and on the start screen. */

import type { Witness } from '#app/session/view/view.ts';
import type { HostRefusal } from '#app/witness/ask-host.ts';
import type { LentState } from '#app/witness/lent-votes.ts';
import { maxLent } from '#app/witness/lent-votes.ts';
import { catalog } from '#shared/texts/catalog.ts';

export const lending = catalog('people.lending', {
  title: 'Lent votes',
  explanation:
    'A computer that lends its vote keeps no board. With one that stays on, the last person in the evening can go on alone, and in the morning one of two voting people is enough.',
  votes: 'Votes',
  votesHint: 'It votes while two people vote. A third person takes its place after a minute.',
  byMe: 'Lent by this computer',
  by: 'Lent by {lender}',
  byUnknown: 'Lent by a member',
  host: 'On a host',
  hostBy: 'On a host, asked for by {lender}',
  connected: '{lender} · connected',
  spare: '{lender} · connected, not needed now',
  away: '{lender} · not connected right now',
  menu: 'Actions for the lent vote of {name}',
  notAgreed: 'This computer is ready. It votes once the people on this board have accepted it.',
  offerAgain: 'Offer it again',
  tooMany: `This computer lends its vote to ${maxLent} boards, which is as many as it can. Stop lending to one of them first.`,
});

export const lendDialog = catalog('people.lendDialog', {
  open: 'Lend this computer’s vote…',
  title: 'Lend this computer’s vote to this board?',
  text: {
    effect:
      'While Paxboard runs here, also with this board closed, this computer votes where two people vote: either of them can go on while the other is away. It resumes by itself when Paxboard starts. Choose a computer that is always on.',
    passes:
      'It keeps no board. It forwards changes and stores those that one of the two still lacks, sealed, so that this computer cannot read them.',
  },
  tray: 'Turn on “Keep running in the tray” and the start at login in the settings, so that it is always there.',
  name: 'Name of this computer, for the others',
  nameOf: '{person}’s computer',
  nameMissing: 'Please enter a name, so that others recognise this computer.',
  confirm: 'Lend vote',
  failed: 'The vote could not be lent.',
});

export const stopDialog = catalog('people.stopLending', {
  open: 'Stop lending…',
  title: 'Stop lending this computer’s vote to “{board}”?',
  text: {
    effect:
      'The people on the board agree that it leaves, and this computer deletes what it stored for its vote. Nothing of the board is lost.',
    after: 'If two people are left, one of them then has the only vote.',
  },
  confirm: 'Stop lending',
  waiting:
    'Too few people of the board can be reached to agree on it, so this computer still lends its vote. You can stop anyway: until one of them removes it in People, changes may have to wait for both.',
  anyway: 'Stop anyway',
  failed: 'The lent vote could not be ended.',
  done: 'This computer no longer lends its vote to “{board}”.',
});

export const removeLent = catalog('people.removeLent', {
  open: 'Stop using it…',
  title: 'Stop using the lent vote of {name}?',
  text: {
    effect:
      'Once most voting devices agree, that computer stops and deletes nothing of the board: it has none.',
    again: 'Its owner can lend a vote again.',
  },
  confirm: 'Stop using it',
});

export const removeFromHost = catalog('people.removeFromHost', {
  title: 'Stop using the vote that the host {name} keeps?',
  text: {
    effect:
      'Once most voting devices agree, the host deletes what it stored for the vote, now or when it is there again. Nothing of the board is lost.',
    again: 'You can ask a host for a vote again.',
  },
});

export const hostDialog = catalog('people.hostVote', {
  open: 'Let a host keep a vote…',
  title: 'Let the host keep a vote for this board?',
  text: {
    effect:
      'The host is the program through which your devices find each other. While it runs, it votes where two people vote: either of them can go on while the other is away. Choose a host that is always on.',
    learns:
      'It keeps no board, and cannot read the changes that it stores: they are sealed. It learns the names and addresses of the devices on this board, when they are connected, and how many changes of what size they make.',
    trust:
      'It gets a vote: a host that runs a modified program could hold up changes, or lose some. So ask only a host of someone whom you trust.',
  },
  host: 'Host',
  confirm: 'Ask the host',
  failed: 'The host could not be asked.',
});

const refusals = catalog('people.hostRefusals', {
  full: 'This host already keeps as many votes as it may. Whoever runs it can allow more (--lend-votes).',
  yours:
    'This host already keeps as many votes as it may for computers at this network address. Stop using one of them, or let whoever runs it allow more (--lend-votes).',
  unproven: 'The host did not accept that this device may change the board. Nothing has changed.',
  busy: 'The host is answering others. Try again in a moment.',
  failed: 'The storage of the host failed, so it keeps no vote. Its terminal says why.',
  away: 'The host does not answer. Perhaps it was stopped a moment ago. Nothing has changed.',
  version: 'The host has another version of Paxboard. Update both, then try again.',
  foreign: 'The answer of the host makes no sense to Paxboard. Nothing has changed.',
});

export function hostRefusalText(why: HostRefusal): string {
  return refusals[why];
}

export const lentBoards = catalog('start.lentBoards', {
  title: 'Votes lent by this computer',
  text: 'It votes on these boards while Paxboard runs, and keeps nothing of them.',
});

const states = catalog('people.lentStates', {
  starting: 'Starting…',
  elsewhere: 'Another window of Paxboard does this.',
  alone: 'Nobody on this board is connected.',
  spare: '{members, plural, one {# device} other {# devices}} connected. The vote is not needed now.',
  votes: 'Votes. {members, plural, one {# device} other {# devices}} connected.',
  ending: 'Stopping…',
});

const stopped = catalog('people.lentStopped', {
  elsewhere: 'Another window of Paxboard does this.',
  gone: 'What it had stored was deleted, so it votes no more. Stop lending, then lend the vote again.',
  lost: 'The browser lost what it had stored, so it votes no more. Stop lending, then lend the vote again.',
  failed:
    'It could not be started, and tries again by itself. Nothing of the board is lost. If that does not help, stop lending.',
  corrupted:
    'What it had stored is damaged, so it votes no more. Nothing of the board is lost. Stop lending, then lend the vote again.',
  tooNew:
    'A newer version of Paxboard has stored its vote, so it does not vote now. Nothing is lost: update Paxboard.',
  tooOld:
    'An earlier version of Paxboard has stored its vote in a form that this one cannot use, so it votes no more. Stop lending, then lend the vote again.',
  notDeleted: 'It does not vote any more, but what it stored could not be deleted. Stop lending again.',
  storage:
    'The storage of this computer failed, so it does not vote now, and tries again by itself. Nothing of the board is lost. Make room on the disk.',
  removed: 'Someone on the board no longer uses this vote.',
  superseded:
    'The board went on without this vote, after someone continued alone. Stop lending, then lend the vote again.',
  rolledBack:
    'The storage of this computer went back to an earlier state, so it votes no more. Stop lending, then lend the vote again.',
  invariant:
    'A fault in Paxboard stopped it, to be safe. Nothing of the board is lost. Stop lending, then lend the vote again.',
  diverged:
    'A fault in Paxboard stopped it, to be safe. Nothing of the board is lost. Stop lending, then lend the vote again.',
});

/** The line about a board to which this computer lends its vote. */
export function lentStateText(now: LentState): string {
  switch (now.state) {
    case 'spare':
      return states.spare({ members: now.members });
    case 'votes':
      return states.votes({ members: now.members });
    case 'stopped':
      return stopped[now.reason];
    default:
      return states[now.state];
  }
}

/** The line about a lent vote in People. */
export function witnessText(witness: Witness): string {
  const { connected, votes } = witness;
  const by = witness.onHost === true ? hostText(witness) : lenderText(witness);
  if (!connected) return lending.away({ lender: by });
  return votes ? lending.connected({ lender: by }) : lending.spare({ lender: by });
}

function lenderText({ isMine, lender }: Witness): string {
  if (isMine) return lending.byMe;
  return lender === '' ? lending.byUnknown : lending.by({ lender });
}

function hostText({ lender }: Witness): string {
  return lender === '' ? lending.host : lending.hostBy({ lender });
}
