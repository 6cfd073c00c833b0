/**
 * The numbers of an origin's commands. Each start of a device is an incarnation with numbers of its own, reserved in its
 * storage before the first use: so a command may leave the device before it is durable, and a crash that loses it
 * cannot lead to a second command with the same name (`docs/protocol.md`, "Exactly once").
 *
 * One integer holds both parts: the incarnation times {@link incarnationSize}, plus the position in it, from 1 up.
 * Numbers of later incarnations are higher, and those of the first incarnation, 0, are the positions.
 */

/** The distance between the first numbers of two consecutive incarnations. */
export const incarnationSize = 2 ** 30;

/** Incarnations after the first, at most: all numbers are safe integers. */
export const maxIncarnation = 2 ** 23 - 1;

/** @param position 1 to {@link incarnationSize} - 1. */
export function sequenceOf(incarnation: number, position: number): number {
  return incarnation * incarnationSize + position;
}

export function incarnationOf(sequence: number): number {
  return Math.floor(sequence / incarnationSize);
}

/** From 1 up; 0 if `sequence` numbers no command. */
export function positionOf(sequence: number): number {
  return sequence % incarnationSize;
}

/** Whether `sequence` is the first of its incarnation. */
export function isFirstSequence(sequence: number): boolean {
  return positionOf(sequence) === 1;
}

/**
 * Whether the command `sequence` may come directly after `last`: as the next one of the same incarnation, or as the
 * first of a later one.
 *
 * @param last 0 before the first command of the origin.
 */
export function follows(sequence: number, last: number): boolean {
  if (incarnationOf(sequence) > incarnationOf(last)) return isFirstSequence(sequence);
  return sequence === last + 1;
}

/** Whether `first` to `last` are the numbers of commands of one incarnation, which has another one after them. */
export function isRange(first: number, last: number): boolean {
  return (
    Number.isSafeInteger(first) &&
    positionOf(first) >= 1 &&
    last >= first &&
    incarnationOf(first) === incarnationOf(last + 1) &&
    incarnationOf(last) <= maxIncarnation
  );
}

/**
 * The incarnation that begins now.
 *
 * @param reserved the last one that was reserved.
 * @param nextSequence the number after the last command that the storage ever held.
 * @throws RangeError if there are none left.
 */
export function incarnationAfter(reserved: number, nextSequence: number): number {
  const incarnation = Math.max(reserved, incarnationOf(nextSequence)) + 1;
  if (incarnation > maxIncarnation) throw new RangeError('no incarnations are left');
  return incarnation;
}
