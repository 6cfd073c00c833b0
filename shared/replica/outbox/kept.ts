/**
 * What an ending page keeps beyond the database, and what of it the next page takes (`docs/protocol.md`, "Kept by an
 * ending page"). The host provides the place: Web Storage in a browser.
 */

import { isSameDigest, lastOf, noDigest } from '../../paxos/model/entry.ts';
import { follows, incarnationOf, isFirstSequence } from '../../paxos/model/sequence.ts';
import type { StoredOutbox, Unsaved } from './outbox.ts';

/** Where the incarnation that stored a command last would continue: the number after it, and the digest of its group. */
export type OutboxEnd = Pick<StoredOutbox, 'nextSequence' | 'lastDigest'>;

/** What the database, which ends before `nextSequence`, lacks of `pending`, the whole outbox. */
export function lackedBy(nextSequence: number, { groups, commands }: Unsaved): Unsaved {
  return {
    groups: groups.filter(({ first }) => first >= nextSequence),
    commands: commands.filter(({ sequence }) => sequence >= nextSequence),
  };
}

/** The part of `kept` that comes after `end`, up to the first hole: commands after a hole never count. */
export function following({ nextSequence, lastDigest }: OutboxEnd, kept: Unsaved): Unsaved {
  const { groups: newGroups, commands: newCommands } = lackedBy(nextSequence, kept);
  const groups: Unsaved['groups'][number][] = [];
  const commands: Unsaved['commands'][number][] = [];
  let last = nextSequence - 1;
  for (const group of newGroups) {
    const previous = isFirstSequence(group.first) ? noDigest : (groups.at(-1)?.digest ?? lastDigest);
    if (!follows(group.first, last) || !isSameDigest(group.previous, previous)) return { groups, commands };
    groups.push(group);
    last = lastOf(group);
  }
  for (const command of newCommands) {
    if (!follows(command.sequence, last)) break;
    commands.push(command);
    last = command.sequence;
  }
  return { groups, commands };
}

/**
 * Whether the page of `incarnation` may replace or remove what the page of incarnation `keeper` has kept or taken. A
 * window that another one has fenced may end after it, and must leave what is the later window's.
 *
 * @param keeper undefined in what earlier versions kept: then the numbers in `kept` tell.
 */
export function mayReplace(kept: Unsaved, keeper: number | undefined, incarnation: number): boolean {
  return (keeper ?? incarnationOf(lastUnsaved(kept))) <= incarnation;
}

/**
 * Whether the opening of incarnation `opening` may take what a page of incarnation `keeper` has kept: that page was the
 * last one before it. An earlier one was fenced when it kept them, and others may have decided later commands since.
 *
 * @param keeper undefined in what earlier versions kept.
 */
export function mayTake(keeper: number | undefined, opening: number): boolean {
  return keeper === undefined || keeper >= opening - 1;
}

/** The sequence of the last command; 0 if there is none. */
export function lastUnsaved({ groups, commands }: Unsaved): number {
  const group = groups.at(-1);
  return commands.at(-1)?.sequence ?? (group === undefined ? 0 : lastOf(group));
}
