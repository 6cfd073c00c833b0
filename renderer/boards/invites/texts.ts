/** Texts of received and sent invites. */

import type { BoardAccess, Invite } from '#shared/invite/invite.ts';
import type { InviteProblem } from '#shared/invite/link.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { asFileName } from '../../ui/format.ts';
import { guest } from '../../ui/texts.ts';
import { board as boardTexts } from '../texts.ts';
import type { Invited } from './invited.ts';

export const joining = catalog('invites.joining', {
  question: 'Join “{board}”?',
  questionUnnamed: 'Join this board?',
  text: 'You were invited to this board. Its changes will be kept on this device too, and others will see your name.',
  accept: 'Join board',
  decline: 'Not now',
  overBoard: 'The board that is open now stays in your list of boards.',
  problemTitle: 'This invite cannot be used',
  nameFirst: 'You were invited to “{board}”. First enter your name.',
  nameFirstUnnamed: 'You were invited to a board. First enter your name.',
});

/** An invite to a board that this device has. */
export const known = catalog('invites.known', {
  title: 'You already have “{board}”',
  titleOpen: '“{board}” is open already',
  text: 'This board is in your list of boards. You can open it now.',
  textOpen: 'This invite leads to the board that is open now.',
  more: 'Until now, this device could only view this board. This invite lets this device edit it.',
  moreOpen:
    'Until now, this device could only view this board. This invite lets this device edit it, once the board is opened again.',
  less: 'This board is in your list of boards. The invite is only for viewing it; your access stays as it is.',
  lessOpen:
    'This invite leads to the board that is open now. It is only for viewing; your access stays as it is.',
  locked:
    'This board is in your list of boards, but the system does not open the key with which this device edits it: perhaps its keyring is locked, or was reset. This invite replaces that key, and then this device can only view the board. To keep editing, unlock the keyring and start Paxboard again, or use an invite that lets you edit.',
  open: 'Open board',
  openToView: 'Open for viewing only',
  reopen: 'Open it again',
});

export interface InvitePromptText {
  readonly title: string;
  readonly text: string;
  /** The label of the button that accepts; absent if there is nothing to accept. */
  readonly accept?: string;
}

/** @param here `openBoard` is the id of the board that this window has open. */
export function invitePrompt(
  { boardName }: Invite,
  invited: Invited,
  here: { readonly isGuest: boolean; readonly openBoard: string | undefined },
): InvitePromptText {
  if (invited.kind === 'new') {
    return {
      title: joinQuestion(boardName),
      text: here.isGuest ? guest.joinText : joining.text,
      accept: joining.accept,
    };
  }
  const { access } = invited;
  const board = invited.board.name || boardTexts.untitled;
  if (invited.board.id === here.openBoard) {
    return {
      title: known.titleOpen({ board }),
      text: { more: known.moreOpen, same: known.textOpen, less: known.lessOpen, locked: known.lessOpen }[
        access
      ],
      ...(access === 'more' ? { accept: known.reopen } : {}),
    };
  }
  return {
    title: known.title({ board }),
    text: { more: known.more, same: known.text, less: known.less, locked: known.locked }[access],
    accept: access === 'locked' ? known.openToView : known.open,
  };
}

/** The question whether to join; an invite can lack the board’s name. */
export function joinQuestion(board: string): string {
  return board.trim() === '' ? joining.questionUnnamed : joining.question({ board });
}

/** The notice that a name is needed before joining. */
export function nameFirstText(board: string): string {
  return board.trim() === '' ? joining.nameFirstUnnamed : joining.nameFirst({ board });
}

export const invite = catalog('invites.sending', {
  title: 'Invite to this board',
  text: {
    edit: 'Anyone with this link can open the board and change it. Share it only with people who should.',
    view: 'Anyone with this link can see everything on the board, now and later, and can change nothing.',
  } as const satisfies Record<BoardAccess, string>,
  accessLabel: 'What the link allows',
  access: { edit: 'Can edit', view: 'Can view' } as const satisfies Record<BoardAccess, string>,
  viewersOnly: 'You may only view this board, so the link lets others do the same.',
  linkLabel: 'Invite link',
  copy: 'Copy link',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. The link is selected: press Ctrl+C (⌘C on a Mac).',
  saveFile: 'Save as file…',
  fileHint: 'For the desktop app: opening the file is the same as following the link.',
  qrLabel: 'QR code of the invite link',
  qrHint: 'Or scan it with a phone on the same network.',
  addressLabel: 'Address of this computer',
  addressHint: 'This computer is on several networks. Choose the one that the others are on.',
  loopback:
    'This computer is not on a network that others can reach, so this link only works on this computer. Connect it to a network, then open this again.',
  looking: 'Finding the addresses of this computer…',
  failed: 'The invite link could not be made. Nothing has changed.',
});

/** The file that holds an invite. */
export function inviteFileName(board: string): string {
  return `${asFileName(board)}.paxboard`;
}

/** The faults of an entered link, each with its remedy. */
export const inviteProblems = catalog('invites.problems', {
  empty: 'Paste an invite link first.',
  'not-an-invite':
    'This is not a Paxboard invite. An invite begins with http:// or paxboard://join/ and comes from “Invite” on a board.',
  truncated: 'The end of this invite is missing. Copy the whole link again; some chats cut long links.',
  damaged:
    'Some characters of this invite were changed on the way. Ask for it again, and copy it rather than typing it.',
  'newer-version':
    'This invite was made by a newer Paxboard. Update Paxboard on this device, then try again.',
} as const satisfies Record<InviteProblem, string>);
