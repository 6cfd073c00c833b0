/** This device's changes that are not settled yet. */

import type { BoardCommand, BoardCommandType } from '#shared/board/commands.ts';

export interface PendingChange {
  /** Its number among this device's commands. */
  readonly sequence: number;
  readonly command: BoardCommand;
  /** The command's bytes. */
  readonly body: Uint8Array;
}

/** Commands that are real only when they are settled: they are never shown as done before. */
const guardedTypes: ReadonlySet<BoardCommandType> = new Set(['task/claim', 'task/release', 'member/remove']);

export function isGuarded(command: BoardCommand): boolean {
  return guardedTypes.has(command.type);
}

/** The task that a command is about, if it is about one. */
export function taskOf(command: BoardCommand): string | undefined {
  return command.type.startsWith('task/') && 'id' in command ? command.id : undefined;
}
