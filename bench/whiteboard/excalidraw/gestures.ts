/** The gestures that `bench:whiteboard` times. Each move waits until the page has handled the one before. */

import type { Page } from '@playwright/test';

const steps = 40;

export interface Gesture {
  readonly name: string;
  /** Prepares it, then returns the part that is timed, and what follows. */
  readonly run: (
    page: Page,
    centre: readonly [number, number],
  ) => Promise<{ timed(): Promise<void>; after(): Promise<void> }>;
}

export const gestures: readonly Gesture[] = [
  {
    name: 'pan',
    run: async ({ mouse }, centre) => {
      await mouse.move(...centre);
      return {
        timed: async () => {
          for (let at = 0; at < steps; at += 1)
            await mouse.wheel(at % 8 < 4 ? 40 : -40, at % 4 < 2 ? 30 : -30);
        },
        after: async () => undefined,
      };
    },
  },
  {
    name: 'zoom',
    run: async ({ mouse, keyboard }, centre) => {
      await mouse.move(...centre);
      await keyboard.down('Control');
      return {
        timed: async () => {
          for (let at = 0; at < steps; at += 1) await mouse.wheel(0, at % 8 < 4 ? -20 : 20);
        },
        after: () => keyboard.up('Control'),
      };
    },
  },
  {
    name: 'draw',
    run: async ({ mouse, keyboard }, [x, y]) => {
      await keyboard.press('7');
      await mouse.move(x, y);
      await mouse.down();
      return {
        timed: async () => {
          for (const [right, down] of wave(steps)) await mouse.move(x + right, y + down);
        },
        after: async () => {
          await mouse.up();
          await keyboard.press('1');
          await keyboard.press('v');
        },
      };
    },
  },
  {
    name: 'drag',
    run: async (page, _centre) => {
      const { mouse, keyboard } = page;
      const [x, y] = await page.evaluate(() => window.scene.grip());
      await mouse.move(x, y);
      await mouse.down();
      await mouse.move(x + 3, y + 3);
      return {
        timed: async () => {
          for (const [right, down] of wave(steps)) await mouse.move(x + right, y + down);
        },
        after: async () => {
          await mouse.up();
          await keyboard.press('Escape');
        },
      };
    },
  },
];

/** Offsets from the beginning of a path of `count` moves, CSS pixels. */
export function wave(count: number): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, (_, at) => [at * 1.5, 30 * Math.sin(at / 6)] as const);
}
