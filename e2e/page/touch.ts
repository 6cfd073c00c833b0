/** Fingers on a touch screen: real touch input of the browser, so that its own gestures (scrolling, snapping, taps) answer. */

import type { CDPSession, Locator, Page } from '@playwright/test';

type Point = readonly [x: number, y: number];

/** Between two positions of a finger, milliseconds: about a frame. */
const stepMilliseconds = 16;

export class TouchScreen {
  readonly #page: Page;
  readonly #devtools: CDPSession;

  private constructor(page: Page, devtools: CDPSession) {
    this.#page = page;
    this.#devtools = devtools;
  }

  /** The page has a touch screen from now on, as on a phone. */
  static async of(page: Page): Promise<TouchScreen> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
    return new TouchScreen(page, devtools);
  }

  /** Moves a finger from one point to another one, and lifts it there. CSS pixels in the window. */
  async swipe(from: Point, to: Point, steps = 12): Promise<void> {
    await this.#touch('touchStart', from);
    for (let step = 1; step <= steps; step += 1) {
      const part = step / steps;
      await this.#touch('touchMove', [
        from[0] + (to[0] - from[0]) * part,
        from[1] + (to[1] - from[1]) * part,
      ]);
      await this.#page.waitForTimeout(stepMilliseconds);
    }
    await this.#touch('touchEnd');
  }

  /** Taps the middle of an element that a person sees without scrolling, once it rests. */
  async tap(target: Locator): Promise<void> {
    await target.click({ trial: true });
    const box = await target.boundingBox();
    if (box === null) throw new Error('the element is not visible');
    await this.#touch('touchStart', [box.x + box.width / 2, box.y + box.height / 2]);
    await this.#touch('touchEnd');
  }

  /** Rests a finger at a point, and lifts it there. CSS pixels in the window. */
  async hold(at: Point, milliseconds: number): Promise<void> {
    await this.#touch('touchStart', at);
    await this.#page.waitForTimeout(milliseconds);
    await this.#touch('touchEnd');
  }

  async #touch(type: 'touchStart' | 'touchMove' | 'touchEnd', point?: Point): Promise<void> {
    const touchPoints = point === undefined ? [] : [{ x: point[0], y: point[1] }];
    await this.#devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  }
}
