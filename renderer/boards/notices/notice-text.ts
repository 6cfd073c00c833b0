/** Notices about the open board, as sentences. */

import type { Notice } from '#app/session/view/view.ts';
import type { RefusalReason } from '#shared/board/commands.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { columnName } from '../../tasks/texts.ts';
import { failures } from '../../ui/texts.ts';
import { board } from '../texts.ts';
import { deviceTexts, notTakenTexts, roleNotices } from './device-texts.ts';
import { peerText } from './peer-text.ts';

type Refused = Extract<Notice['kind'], { readonly type: 'refused' }>;

/** The facts of a refusal: the command, and as far as they are known the first device, the property, the card and its place. */
type RefusalFacts = Pick<Refused, 'command' | 'by' | 'property' | 'card' | 'at'>;

/** Reasons whose sentence has no arguments. */
const plain = catalog('notices.refused', {
  'no-such-task': 'Someone removed this task in the meantime.',
  'no-such-item': 'Someone removed this item of the checklist in the meantime.',
  'no-such-comment': 'This comment was removed in the meantime.',
  'no-such-attachment': 'Someone removed this file from the card in the meantime.',
  'no-such-template': 'Someone removed this template in the meantime.',
  'template-exists': 'This template was added already.',
  'no-such-label': 'Someone deleted this label in the meantime.',
  'label-exists': 'This label was added already.',
  'no-such-column': 'Someone removed this column in the meantime. Its cards are in another one.',
  'column-exists': 'This column was added already.',
  'last-column': 'A board needs at least one column.',
  'no-such-person': 'This person is not on the board any more.',
  'no-such-element': 'Someone removed this element from the whiteboard, so your change was dropped.',
  'task-exists': 'This task was added already.',
  'too-large': 'This change is too large to be shared. Try it in smaller parts.',
  'too-many': 'This board is full: it cannot hold more of these. Remove some first.',
  'member-exists': 'This device is on the board already, so it cannot lend a vote beside that.',
  'not-yourself': 'A device cannot remove itself. Leave the board, and forget it in the list of boards.',
  'view-only':
    'You are now a viewer of this board, so your changes that were still waiting were not accepted. The board shows its settled state.',
  'owners-only': 'Only an owner of this board can do that. See People.',
  'last-owner': 'You are the only owner of this board. Make somebody else an owner first.',
  'guest-owner': 'A guest cannot own a board: it comes back as another device.',
  'no-such-offer': 'That code has ended, or another device used it first. Make a new one.',
  'already-linked': 'This device is linked already. Unlink it first.',
  'not-linked': 'This device is not linked.',
  'too-many-devices': 'A person can have eight devices at most. Unlink or remove one first.',
  'guest-device': 'A guest cannot be linked: it comes back as another device.',
} as const satisfies Partial<Record<RefusalReason, string>>);

/** Reasons whose sentence names the first person, if that is known. */
const byPerson = catalog('notices.refusedBy', {
  'already-claimed': { known: '{name} was first.', unknown: 'Someone else was first.' },
  'not-claimed-by-you': {
    known: '{name} claimed this task, so only they can release it.',
    unknown: 'Only the person who claimed a task can release it.',
  },
  'already-done': {
    known: 'This task is done already, by {name}.',
    unknown: 'This task is done already.',
  },
  'not-your-comment': {
    known: '{name} wrote this comment, so only they can change it.',
    unknown: 'Only the author of a comment can change it.',
  },
  removed: {
    known: '{name} has already removed that device from the board.',
    unknown: 'That device has already been removed from the board.',
  },
} as const satisfies Partial<Record<RefusalReason, { readonly known: string; readonly unknown: string }>>);

const refused = catalog('notices.refusal', {
  elsewhere: 'another column',
  shelves: { archive: 'the archive', trash: 'the trash' },
  thisCard: 'this card',
  card: '“{title}”',
  moved: '{name} moved {card} to {place} first, so it stays there.',
  movedBySomeone: 'Someone else moved {card} to {place} first, so it stays there.',
  shelved: {
    card: '“{title}” is in {place}. Bring it back first.',
    cardBy: '“{title}” is in {place}: {name} put it there. Bring it back first.',
    unknown: 'This card is in {place}. Bring it back first.',
    unknownBy: 'This card is in {place}: {name} put it there. Bring it back first.',
  },
  badElement: 'The whiteboard cannot show this element, so it was left out for everyone.',
  badProperty: 'The whiteboard cannot show this element (“{property}”), so it was left out for everyone.',
  malformed:
    'The others could not read this change ({command}), so it was left out. They may have another version of Paxboard.',
});

const cleared = catalog('notices.cleared', {
  deleted:
    '{name} deleted {removed, plural, one {# element} other {# elements}} from the whiteboard. They can bring it back.',
  replaced:
    '{name} replaced the drawing on the whiteboard: {removed, plural, one {# element} other {# elements}} deleted, {added, number} added. They can bring it back.',
});

function placeName(at: Refused['at']): string {
  if (at === undefined) return refused.elsewhere;
  return typeof at === 'string' ? refused.shelves[at] : columnName(at);
}

function movedText({ card, at, by }: RefusalFacts): string {
  const facts = {
    card: card === undefined ? refused.thisCard : refused.card({ title: card.title }),
    place: placeName(at),
  };
  return by === undefined ? refused.movedBySomeone(facts) : refused.moved({ ...facts, name: by });
}

function shelvedText({ card, at, by: name }: RefusalFacts): string {
  const { shelved } = refused;
  const place = placeName(at);
  if (card === undefined) {
    return name === undefined ? shelved.unknown({ place }) : shelved.unknownBy({ place, name });
  }
  const { title } = card;
  return name === undefined ? shelved.card({ title, place }) : shelved.cardBy({ title, place, name });
}

/** The sentence about a refusal. `by` is the name of the first person. */
export function refusalText(reason: RefusalReason, facts: RefusalFacts): string {
  const { by, property } = facts;
  switch (reason) {
    case 'already-claimed':
    case 'not-claimed-by-you':
    case 'already-done':
    case 'not-your-comment':
    case 'removed':
      return by === undefined ? byPerson[reason].unknown : byPerson[reason].known({ name: by });
    case 'moved-meanwhile':
      return movedText(facts);
    case 'on-shelf':
      return shelvedText(facts);
    case 'bad-element':
      return property === undefined ? refused.badElement : refused.badProperty({ property });
    case 'malformed':
      return refused.malformed({ command: facts.command });
    default:
      return plain[reason];
  }
}

export function noticeText(notice: Notice): { readonly title: string; readonly message: string } {
  const { kind } = notice;
  switch (kind.type) {
    case 'refused':
      return { title: failures.refusedTitle, message: refusalText(kind.reason, kind) };
    case 'peer':
      return { title: failures.peerTitle, message: peerText(kind.notice) };
    case 'cleared':
      return { title: board.changedTitle, message: clearedText(kind) };
    case 'device':
      return { title: failures.deviceTitle, message: deviceTexts[kind.fact] };
    case 'role':
      return { title: board.roleTitle, message: roleNotices[kind.role] };
    case 'local':
      return { title: failures.title, message: notTakenTexts[kind.refusal] };
  }
}

/** One person deleted most of the whiteboard, or replaced it. */
function clearedText({
  by: name,
  removed,
  added,
}: Extract<Notice['kind'], { readonly type: 'cleared' }>): string {
  return added === 0 ? cleared.deleted({ name, removed }) : cleared.replaced({ name, removed, added });
}
