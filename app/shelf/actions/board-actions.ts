/** Actions on a board that is not open: each opens it in the background, and closes it again. */

import { type Clock, systemClock } from '#app/clock/clock.ts';
import { type WritingOptions, type WrittenBoard, writeBoard } from '#app/exchange/board-file/write.ts';
import type { BoardSession, BoardShelf } from '../../session/api.ts';
import type { SessionView } from '../../session/view/view.ts';

type Opener = Pick<BoardShelf, 'open'>;

/** The time to wait for the other devices, milliseconds. */
export const actionMilliseconds = 10_000;

/** After its departure is agreed, a device has this time to hand over its vote; see `shared/replica/removals.ts`. */
const handoverMilliseconds = 7_000;

/** `waiting`: stored on this device, and settled once enough others are reachable. */
export type RenameResult = 'renamed' | 'waiting';

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
    const isRenamed = await inTime(session.renameBoard(name, was), clock, actionMilliseconds);
    return isRenamed ? 'renamed' : 'waiting';
  });
}

/** The board as a file. @throws as {@link renameBoard}, or the reason of the signal. */
export async function exportBoard(
  shelf: Opener,
  id: string,
  options: WritingOptions = {},
): Promise<WrittenBoard> {
  return within(shelf, id, (session) => writeBoard(session, options));
}

/**
 * - `left`: the others know it, they have its vote, and this device's copy is deleted.
 * - `alone`: no other device with a vote or able to take one is connected, so nothing was changed.
 * - `waiting`: the departure is stored here, and not agreed on yet. The copy stays until then.
 */
export type LeaveResult = 'left' | 'alone' | 'waiting';

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
    if (me.access === 'view' || me.guest === true || isOver(session.view())) return 'left';
    if (!(await until(session, hasSuccessor, clock, actionMilliseconds))) return 'alone';
    if (isOver(session.view())) return 'left';
    const isAgreed = await inTime(session.members.leave(), clock, actionMilliseconds);
    // A device that another member removed in the meantime has left, too.
    if (!isAgreed && !isOver(session.view())) return 'waiting';
    await until(session, isOver, clock, handoverMilliseconds);
    return 'left';
  });
  if (result === 'left') await shelf.forget(id);
  return result;
}

/** A majority is reachable, and another present device can vote. */
function hasSuccessor({ health, people }: SessionView): boolean {
  if (health.state === 'stopped') return true;
  const others = people.some(
    ({ isMe, connected, access, guest }) => !isMe && connected && access === 'edit' && guest !== true,
  );
  return health.state === 'settling' && others;
}

function isOver({ health }: SessionView): boolean {
  return health.state === 'stopped';
}

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

/** @returns false if it was not settled in time. */
export async function inTime(
  settled: Promise<unknown>,
  clock: Clock,
  milliseconds: number,
): Promise<boolean> {
  let cancel = (): void => undefined;
  const late = new Promise<boolean>((resolve) => {
    cancel = clock.after(milliseconds, () => resolve(false));
  });
  const isInTime = await Promise.race([settled.then(() => true), late]);
  cancel();
  return isInTime;
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
