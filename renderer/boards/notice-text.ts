/** Notices about the open board, as sentences. */

import type { Notice } from '#app/session/view/view.ts';
import type { RefusalReason } from '#shared/board/commands.ts';
import { columnName, refusals, tasks } from '../tasks/texts.ts';
import { formatCount, formatElements } from '../ui/format.ts';
import { failures } from '../ui/texts.ts';
import { deviceTexts, notTakenTexts } from './device-texts.ts';
import { peerText } from './peer-text.ts';
import { board } from './texts.ts';

/** The card that a refusal is about, and where it is. */
type RefusalPlace = Pick<Extract<Notice['kind'], { readonly type: 'refused' }>, 'card' | 'at'>;

function placeName(at: RefusalPlace['at']): string {
  if (at === undefined) return refusals.elsewhere;
  return typeof at === 'string' ? refusals.shelves[at] : columnName(at);
}

/** What to tell a person about a refusal. `by` is the name of who was first. */
export function refusalText(
  command: string,
  reason: RefusalReason,
  by: string | undefined,
  property?: string,
  place: RefusalPlace = {},
): string {
  switch (reason) {
    case 'already-claimed':
      return by === undefined ? 'Someone else was first.' : `${by} was first.`;
    case 'not-claimed-by-you':
      return by === undefined
        ? 'Only the person who claimed a task can release it.'
        : `${by} claimed this task, so only they can release it.`;
    case 'already-done':
      return by === undefined ? 'This task is done already.' : `This task is done already, by ${by}.`;
    case 'no-such-task':
      return tasks.gone;
    case 'moved-meanwhile':
      return refusals.moved(place.card?.title, placeName(place.at), by);
    case 'on-shelf':
      return refusals.shelved(place.card?.title, placeName(place.at), by);
    case 'not-your-comment':
      return by === undefined ? refusals.notYourComment : refusals.commentOf(by);
    case 'no-such-item':
    case 'no-such-comment':
    case 'no-such-label':
    case 'label-exists':
    case 'no-such-column':
    case 'column-exists':
    case 'last-column':
    case 'no-such-person':
      return refusals.plain[reason];
    case 'no-such-element':
      return 'Someone removed what you changed on the whiteboard, so your change was dropped.';
    case 'bad-element':
      return `The whiteboard cannot show this element${property === undefined ? '' : ` (“${property}”)`}, so it was left out for everyone.`;
    case 'task-exists':
      return 'This task was added already.';
    case 'too-large':
      return 'This change is too large to be shared. Try it in smaller parts.';
    case 'too-many':
      return 'This board is full: it cannot hold more of these. Remove some first.';
    case 'removed':
      return by === undefined
        ? 'That device has already been removed from the board.'
        : `${by} has already removed that device from the board.`;
    case 'not-yourself':
      return 'A device cannot remove itself. Leave the board, and forget it in the list of boards.';
    case 'malformed':
      return `The others could not read this change (${command}), so it was left out. They may have another version of Paxboard.`;
  }
}

export function noticeText(notice: Notice): { readonly title: string; readonly message: string } {
  switch (notice.kind.type) {
    case 'refused':
      return {
        title: failures.refusedTitle,
        message: refusalText(
          notice.kind.command,
          notice.kind.reason,
          notice.kind.by,
          notice.kind.property,
          notice.kind,
        ),
      };
    case 'peer':
      return { title: failures.peerTitle, message: peerText(notice.kind.notice) };
    case 'cleared':
      return { title: board.changedTitle, message: clearedText(notice.kind) };
    case 'device':
      return { title: failures.deviceTitle, message: deviceTexts[notice.kind.fact] };
    case 'local':
      return { title: failures.title, message: notTakenTexts[notice.kind.refusal] };
  }
}

/** One person deleted most of the whiteboard, or replaced it. */
function clearedText({ by, removed, added }: Extract<Notice['kind'], { readonly type: 'cleared' }>): string {
  const what =
    added === 0
      ? `${by} deleted ${formatElements(removed)} from the whiteboard.`
      : `${by} replaced what was on the whiteboard: ${formatElements(removed)} deleted, ${formatCount(added)} added.`;
  return `${what} They can bring it back.`;
}
