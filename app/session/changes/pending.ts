/** This device's changes that are not settled yet. */

import type { BoardCommand, BoardCommandBody, BoardCommandType } from '#shared/board/commands.ts';

export interface PendingChange {
  /** Its number among this device's commands. */
  readonly sequence: number;
  readonly command: BoardCommand;
  /** The command's bytes. */
  readonly body: Uint8Array;
}

const choiceTypes = [
  'member/remove',
  'member/leave',
  'member/role',
  'member/hand-over',
  'member/lend',
  'member/unlink',
  'board/newcomers',
] as const satisfies readonly BoardCommandType[];

/** Commands whose effect is never shown before they are settled. */
const guardedTypes: ReadonlySet<BoardCommandType> = new Set([
  ...choiceTypes,
  // The card shows that they are under way, and the dialog of a link this one.
  'task/claim',
  'task/release',
  'member/link-admit',
]);

/** A guarded choice about people, which is shown as one until it is settled. */
export type Choice = Extract<BoardCommandBody, { readonly type: (typeof choiceTypes)[number] }>;

/** This device's choices that are not settled yet, in their order. */
export function choicesIn(pending: readonly PendingChange[]): readonly Choice[] {
  return pending.map(({ command }) => command).filter(isChoice);
}

function isChoice(command: BoardCommand): command is Choice & BoardCommand {
  return choiceTypes.some((type) => type === command.type);
}

export function isGuarded(command: BoardCommand): boolean {
  return guardedTypes.has(command.type);
}

/** Moves and removals are handed over although this device would refuse them: the others may have seen more. */
const untypedTypes: ReadonlySet<BoardCommandType> = new Set(['task/move', 'task/complete', 'task/remove']);

/**
 * Whether it is something that somebody typed or chose on a card: if it is refused here, it is refused while they still
 * have it before them. The others would most likely refuse it too.
 */
export function isTyped({ type }: BoardCommand): boolean {
  return /^(?:task|column|label|template)\//.test(type) && !untypedTypes.has(type);
}

/** The task that a command is about, if it is about one. */
export function taskOf(command: BoardCommand): string | undefined {
  return command.type.startsWith('task/') && 'id' in command ? command.id : undefined;
}
