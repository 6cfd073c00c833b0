/** This device's changes that are not settled yet. */

import type { BoardCommand, BoardCommandType } from '#shared/board/commands.ts';

export interface PendingChange {
  /** Its number among this device's commands. */
  readonly sequence: number;
  readonly command: BoardCommand;
  /** The command's bytes. */
  readonly body: Uint8Array;
}

/** Commands whose effect is never shown before they are settled. */
const guardedTypes: ReadonlySet<BoardCommandType> = new Set([
  'task/claim',
  'task/release',
  'member/remove',
  'member/leave',
  'member/role',
  'member/hand-over',
  'board/newcomers',
  'member/link-admit',
  'member/unlink',
]);

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
