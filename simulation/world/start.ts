/**
 * The start of a device in slices, as when a board opens (`app/session/session.ts`). It may end between two of them: by a power
 * cut, with its page, or as the board is closed. Until its log is applied a device neither sends nor stores anything (rule 30).
 */

import type { Device } from '#shared/replica/device.ts';
import { Violation } from '../checks/violation.ts';
import type { Random } from '../random.ts';

/** The event between two slices. */
export interface StartBreak {
  /** It occurs after so many slices; not if there are fewer. */
  readonly afterSlices: number;
  /** A page that is hidden keeps its commands, and goes on. */
  readonly type: 'powerCut' | 'pageEnd' | 'close' | 'hidden';
}

export interface Starting {
  readonly id: string;
  readonly device: Device;
  /** Whether the device has sent or stored anything yet. */
  hasActed(): boolean;
  /** The page may end at any moment. */
  keepUnsaved(): void;
}

/** @param probability of a break in one start. */
export function drawBreak(random: Random, probability: number): StartBreak | undefined {
  const [isBroken, afterSlices] = [random.chance(probability), random.between(1, 4)];
  const type = random.oneOf('powerCut', 'pageEnd', 'close', 'hidden');
  return isBroken ? { afterSlices, type } : undefined;
}

/** @returns whether the start is complete; otherwise the device is to be stopped. @throws Violation */
export function startInSlices(starting: Starting, at: StartBreak | undefined): boolean {
  const { id, device } = starting;
  const slices = device.starting();
  const isLast = (): boolean => {
    const wasLast = slices.next().done === true;
    if (!wasLast && starting.hasActed())
      throw new Violation('30 start', `${id} acts before it has applied its log`);
    return wasLast;
  };
  for (let passed = 1; !isLast(); passed += 1) {
    if (passed !== at?.afterSlices) continue;
    if (at.type !== 'powerCut') starting.keepUnsaved();
    if (at.type === 'hidden') continue;
    if (at.type === 'close') {
      device.close();
      if (!isLast() || starting.hasActed())
        throw new Violation('30 start', `${id} goes on with a board that was closed while it started`);
    }
    return false;
  }
  return true;
}
