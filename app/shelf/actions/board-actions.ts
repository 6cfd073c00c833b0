/** Actions on a board that is not open: each opens it in the background, and closes it again. */

import { type Clock, systemClock } from '#app/clock/clock.ts';
import { type WritingOptions, type WrittenBoard, writeBoard } from '#app/exchange/board-file/write.ts';
import type { BoardSession, BoardShelf } from '../../session/api.ts';
import type { Result } from '../../session/result.ts';
import type { SessionView, StopReason } from '../../session/view/view.ts';

type Opener = Pick<BoardShelf, 'open'>;

/** The time to wait for the other devices, milliseconds. */
export const actionMilliseconds = 10_000;

/** After its departure is agreed, a device has this time to hand over its vote; see `shared/replica/removals.ts`. */
const handoverMilliseconds = 7_000;

/**
 * - `waiting`: stored on this device, and settled once enough others are reachable.
 * - `refused`: this device may not change the board, or has stopped taking part in it.
 */
export type RenameResult = 'renamed' | 'waiting' | 'refused';

/**
 * Renames a board.
 *
 * @param was the name that the person saw.
 * @throws BoardOpenElsewhere, or the errors of `BoardShelf.open`.
 */
export async function renameBoard(
  shelf: Opener,
  id: string,
  name: string,
  was: string,
  clock: Clock = systemClock,
): Promise<RenameResult> {
  return within(shelf, id, async (session) => {
    const end = await settled(session, session.renameBoard(name, was), clock);
    if (end === 'applied') return 'renamed';
    return end === 'late' ? 'waiting' : 'refused';
  });
}

/** This device has joined the board, and received nothing of it so far. */
export class BoardNotReceived extends Error {
  override readonly name = 'BoardNotReceived';
}

/** Waits for the first state of a board. @throws BoardNotReceived if it does not come in time. */
export async function received(
  session: Pick<BoardSession, 'view' | 'subscribe'>,
  clock: Clock,
): Promise<void> {
  const isHere = ({ settledThrough }: SessionView): boolean => settledThrough > 0;
  if (!(await until(session, isHere, clock, actionMilliseconds)))
    throw new BoardNotReceived('nothing of the board is here');
}

/** The board as a file. @throws BoardNotReceived, as {@link renameBoard}, or the reason of the signal. */
export async function exportBoard(
  shelf: Opener,
  id: string,
  options: WritingOptions = {},
  clock: Clock = systemClock,
): Promise<WrittenBoard> {
  return within(shelf, id, async (session) => {
    await received(session, clock);
    return writeBoard(session, options);
  });
}

/**
 * - `left`: the others know it, they have its vote, and this device's copy is deleted.
 * - `alone`: no other device with a vote or able to take one is connected, so nothing was changed.
 * - `waiting`: the departure is stored here, and not agreed on yet. The copy stays until then.
 * - `stopped`: this device does not take part in the board at present (its storage failed, another window has it), so the
 *   others do not know. The copy stays.
 */
export type LeaveResult = 'left' | 'alone' | 'waiting' | 'stopped';

/**
 * Leaves a board for good: this device removes itself, hands its vote over, and deletes its copy. A viewer or a guest,
 * which has no vote, only deletes its copy.
 *
 * @throws as {@link renameBoard}.
 */
export async function leaveBoard(
  shelf: Pick<BoardShelf, 'open' | 'forget'>,
  id: string,
  clock: Clock = systemClock,
): Promise<LeaveResult> {
  const result = await within(shelf, id, async (session): Promise<LeaveResult> => {
    const { me } = session.view();
    if (me.access === 'view' || me.guest === true || isOut(session.view())) return 'left';
    const mayLeave = (view: SessionView): boolean => isStopped(view) || hasSuccessor(view);
    if (!(await until(session, mayLeave, clock, actionMilliseconds))) return 'alone';
    if (isStopped(session.view())) return isOut(session.view()) ? 'left' : 'stopped';
    const end = await settled(session, session.members.leave(), clock);
    // A device that another member removed in the meantime has left, too.
    if (isOut(session.view())) return 'left';
    if (end !== 'applied') return end === 'late' ? 'waiting' : 'stopped';
    await until(session, isStopped, clock, handoverMilliseconds);
    return 'left';
  });
  if (result === 'left') await shelf.forget(id);
  return result;
}

/** A majority is reachable, and another present device can vote. */
function hasSuccessor({ health, people }: SessionView): boolean {
  const others = people.some(
    ({ isMe, connected, access, guest }) => !isMe && connected && access === 'edit' && guest !== true,
  );
  return health.state === 'settling' && others;
}

export function isStopped({ health }: Pick<SessionView, 'health'>): boolean {
  return health.state === 'stopped';
}

/** Whether the board goes on without this device. A device that has stopped for another reason may still be counted on. */
export function isOut({ health }: Pick<SessionView, 'health'>): boolean {
  return health.state === 'stopped' && outReasons.has(health.reason);
}

const outReasons: ReadonlySet<StopReason> = new Set(['left', 'removed', 'superseded']);

/** Opens a board in the background for the time of `act`. */
export async function within<T>(
  shelf: Opener,
  id: string,
  act: (session: BoardSession) => Promise<T>,
): Promise<T> {
  const session = await shelf.open(id);
  try {
    return await act(session);
  } finally {
    await session.close();
  }
}

/**
 * - `late`: not settled within {@link actionMilliseconds}; the change stays in the outbox.
 * - `stopped`: this device has stopped taking part in the board.
 */
export type Settled = Result['status'] | 'late' | 'stopped';

/** The end of a change in the background: `session` keeps its outcome open if it stops. */
export async function settled(
  session: Pick<BoardSession, 'view' | 'subscribe'>,
  result: Promise<Result>,
  clock: Clock,
): Promise<Settled> {
  let end: Settled | undefined;
  const known = result.then(({ status }) => {
    end = status;
  });
  await Promise.race([known, until(session, isStopped, clock, actionMilliseconds)]);
  return end ?? (isStopped(session.view()) ? 'stopped' : 'late');
}

/** @returns false if the condition was not met in time. */
export async function until(
  session: Pick<BoardSession, 'view' | 'subscribe'>,
  condition: (view: SessionView) => boolean,
  clock: Clock,
  milliseconds: number,
): Promise<boolean> {
  if (condition(session.view())) return true;
  let end = (): void => undefined;
  let cancel = (): void => undefined;
  try {
    return await new Promise<boolean>((resolve) => {
      cancel = clock.after(milliseconds, () => resolve(false));
      end = session.subscribe(() => {
        if (condition(session.view())) resolve(true);
      });
    });
  } finally {
    end();
    cancel();
  }
}
