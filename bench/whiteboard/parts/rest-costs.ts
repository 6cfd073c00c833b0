/** The processor time of boards at rest. */

import { setTimeout as delay } from 'node:timers/promises';
import { processorSeconds } from '../../report/processor-time.ts';
import { type Board, type Boards, Figures, type Row } from '../boards.ts';

const seconds = 20;
/** Snapshots and other work in the background follow a large change, seconds. */
const secondsBefore = 20;

/**
 * Per cent of a core: of all processes of the browser, and of the page's main thread. Both boards are measured at once: processor
 * time depends little on the load of the machine.
 *
 * @param label of the rows.
 */
export async function costOfRest(boards: Boards, rounds: number, label: string): Promise<readonly Row[]> {
  const [all, main] = [new Figures(), new Figures()];
  await delay(secondsBefore * 1000);
  for (let round = 0; round < rounds; round += 1) {
    const [ours, alone] = await Promise.all([costOf(boards.ours), costOf(boards.alone)]);
    all.add([ours.all, alone.all]);
    main.add([ours.main, alone.main]);
  }
  return [
    all.difference(`${label}: % of a core`, 1),
    main.difference(`${label}: main thread, % of a core`, 1),
  ];
}

async function costOf({ browser, thread }: Board): Promise<{ readonly all: number; readonly main: number }> {
  const begun = performance.now();
  const [allBefore, mainBefore] = [processorSeconds(browser.processId), await thread.busyMs()];
  await delay(seconds * 1000);
  const all = processorSeconds(browser.processId) - allBefore;
  const main = (await thread.busyMs()) - mainBefore;
  const passed = performance.now() - begun;
  return { all: (100_000 * all) / passed, main: (100 * main) / passed };
}
