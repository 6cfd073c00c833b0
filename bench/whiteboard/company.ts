/** Others who draw while a person's gestures are measured. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { view } from './boards.ts';
import { wave } from './excalidraw/gestures.ts';

const points = 60;
/** Between two moves of a mouse, milliseconds: once a frame. */
const moveMs = 16;

/**
 * Runs `measure` while each of `pages` draws strokes in the measured view, and takes each back after it, so that the drawing has the
 * same elements at the end.
 */
export async function inCompany(pages: readonly Page[], measure: () => Promise<void>): Promise<void> {
  let isOver = false;
  const drawings = pages.map(async (page, at) => {
    await page.evaluate((to) => window.scene.look(to), view);
    await page.evaluate(() => window.scene.focus());
    await page.keyboard.press('7');
    while (!isOver) await drawOnce(page, 400, 250 + at * 150);
    await page.keyboard.press('v');
  });
  try {
    await measure();
  } finally {
    isOver = true;
    await Promise.all(drawings);
  }
}

async function drawOnce({ mouse, keyboard }: Page, x: number, y: number): Promise<void> {
  await mouse.move(x, y);
  await mouse.down();
  for (const [right, down] of wave(points)) {
    await mouse.move(x + right, y + down);
    await delay(moveMs);
  }
  await mouse.up();
  await keyboard.press('Control+z');
}
