/** One person's window: acts with mouse and keys, and reads the visible state. */

import type { Locator, Page } from '@playwright/test';
import type { Instance } from '../processes/instance.ts';
import { Failure } from './failure.ts';
import type { Point } from './model/cells.ts';
import type * as probe from './page/index.ts';
import type { JsonElement, View, WindowState } from './page/window-state.ts';
import { until } from './until.ts';

declare global {
  /** Assigned in each page by `page/index.ts`. */
  var paxboardProbe: typeof probe;
}

/** The time in which a window must show the effect of an action, milliseconds. */
const effectMilliseconds = 15_000;

/** The margins of the canvas that Excalidraw's panels cover. CSS pixels. */
const covered = { left: 260, top: 90, right: 60, bottom: 90 } as const;

/** CSS pixels, at least. */
const noticeHeight = 200;

interface DragOptions {
  /** The pause halfway, milliseconds. */
  readonly rest?: number;
  /** Whether the mouse button is released at the end. */
  readonly releases?: boolean;
}

export class Window {
  readonly instance: Instance;

  constructor(instance: Instance) {
    this.instance = instance;
  }

  get page(): Page {
    return this.instance.page;
  }

  see(): Promise<WindowState> {
    return this.page.evaluate(() => globalThis.paxboardProbe.read());
  }

  cutConnections(): Promise<void> {
    return this.page.evaluate(() => globalThis.paxboardProbe.cut());
  }

  /** Waits until the state of this window passes `isThere`. @throws Failure 'no effect' */
  async shows(expected: string, isThere: (seen: WindowState) => boolean): Promise<void> {
    let seen = await this.see();
    const done = await until(effectMilliseconds, async () => {
      seen = await this.see();
      return isThere(seen);
    });
    if (done) return;
    const live = (seen.scene ?? []).filter(({ isDeleted }) => !isDeleted).map(brief);
    const cards = seen.cards.map(({ title, column, claimedBy }) =>
      `${title} (${column}) ${claimedBy}`.trim(),
    );
    throw new Failure(
      'no effect',
      `${this.instance.name} to see ${expected}`,
      `${live.join(', ')}; tasks: ${cards.join(', ')}`,
    );
  }

  // The canvas.

  async view(): Promise<View> {
    const { view } = await this.see();
    if (view === undefined) throw new Failure('stuck', 'a whiteboard', 'none is shown');
    return view;
  }

  /** Scrolls with the wheel until no panel covers `points` (of the scene). @returns them in CSS pixels. */
  async reach(...points: readonly Point[]): Promise<readonly (readonly [number, number])[]> {
    const place = (view: View) =>
      points.map(
        ({ x, y }) =>
          [
            Math.round((x + view.scrollX) * view.zoom + view.left),
            Math.round((y + view.scrollY) * view.zoom + view.top),
          ] as const,
      );
    let at = place(await this.view());
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const view = await this.view();
      at = place(view);
      const [left, right] = [covered.left, view.left + view.width - covered.right];
      const [top, bottom] = [view.top + covered.top, view.top + view.height - covered.bottom];
      const dx = overshoot(
        at.map(([x]) => x),
        left,
        right,
      );
      const dy = overshoot(
        at.map(([, y]) => y),
        top,
        bottom,
      );
      if (dx === 0 && dy === 0) break;
      await this.page.mouse.move((left + right) / 2, (top + bottom) / 2);
      await this.page.mouse.wheel(dx, dy);
      await until(2000, async () => {
        const now = await this.view();
        return now.scrollX !== view.scrollX || now.scrollY !== view.scrollY;
      });
    }
    await this.#closeNotices(at);
    return at;
  }

  /** Closes the notices near `points`, in CSS pixels, as a person does who wants to touch what is below. */
  async #closeNotices(points: readonly (readonly [number, number])[]): Promise<void> {
    await until(2000, async () => {
      const near = await this.page.evaluateHandle(
        ([all, margin]) =>
          [...document.querySelectorAll('.mantine-Notification-root')]
            .find((notice) => {
              // A notice that appears still moves.
              const { left, right, top } = notice.getBoundingClientRect();
              return all.some(([x, y]) => x > left - margin && x < right + margin && y > top - margin);
            })
            ?.querySelector<HTMLElement>('.mantine-Notification-closeButton'),
        [points, noticeHeight] as const,
      );
      const button = near.asElement();
      // It may be closing already.
      await button?.click({ timeout: 500 }).catch(() => undefined);
      return button === null;
    });
  }

  async selectTool(tool: string): Promise<void> {
    const board = this.instance.whiteboard;
    if (tool === 'frame') {
      await board.locator('.App-toolbar__extra-tools-trigger').click();
      await board.getByTestId('toolbar-frame').click();
    } else {
      await board.getByTestId(`toolbar-${tool}`).click({ force: true });
    }
    await this.shows(`the tool "${tool}" selected`, ({ view }) => view?.tool === tool);
  }

  /** Presses the mouse button at `from` and, unless `releases` is false, releases it at `to`. Points of the scene. */
  async drag(from: Point, to: Point, { rest = 0, releases: letGo = true }: DragOptions = {}): Promise<void> {
    const [begin, end] = await this.reach(from, to);
    if (begin === undefined || end === undefined) return;
    const { mouse } = this.page;
    await mouse.move(...begin);
    await mouse.down();
    await mouse.move((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2, { steps: 3 });
    if (rest > 0) await this.page.waitForTimeout(rest);
    await mouse.move(...end, { steps: 3 });
    if (letGo) await mouse.up();
  }

  async click(point: Point): Promise<void> {
    const [at] = await this.reach(point);
    if (at !== undefined) await this.page.mouse.click(...at);
  }

  async doubleClick(point: Point): Promise<void> {
    const [at] = await this.reach(point);
    if (at !== undefined) await this.page.mouse.dblclick(...at);
  }

  /** Ends the typing of a text on the canvas. */
  async endText(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.shows('the text finished', ({ isEditingText }) => !isEditingText);
  }

  // Tasks.

  card(title: string): Locator {
    return this.page.getByTestId('task-card').filter({ has: this.page.getByText(title, { exact: true }) });
  }

  async chooseInMenu(title: string, item: string): Promise<void> {
    await this.card(title)
      .getByRole('button', { name: /^Actions for / })
      .click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** Waits until all changes of this window are stored: before that, a power loss may lose them. */
  async stored(): Promise<void> {
    let passes = 0;
    await until(effectMilliseconds, async () => {
      const seen = await this.see();
      const stored = await this.page.evaluate(() => globalThis.paxboardProbe.storedPending());
      // A new change counts as pending only from the next frame on, so the condition must hold twice.
      passes = isSubmitted(seen) && stored >= seen.pending ? passes + 1 : 0;
      return passes >= 2;
    });
  }
}

/** Whether the board holds all elements that Excalidraw shows. */
function isSubmitted({ scene = [], agreed }: WindowState): boolean {
  const held = new Map(agreed?.elements.map((element) => [element.id, element]));
  return scene.every((element) => {
    const other = held.get(element.id);
    if (other === undefined) return element.isDeleted;
    return ['isDeleted', 'x', 'y', 'text', 'link'].every((property) => element[property] === other[property]);
  });
}

export function brief(element: JsonElement): string {
  const text = typeof element.text === 'string' ? ` “${element.text}”` : '';
  const link = typeof element.link === 'string' ? ` to ${element.link}` : '';
  return `${element.type}${text}${link} at ${Math.round(Number(element.x))},${Math.round(Number(element.y))}`;
}

/** The distance to scroll so that all `values` are between `least` and `most`. */
function overshoot(values: readonly number[], least: number, most: number): number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low < least) return low - least;
  return high > most ? high - most : 0;
}
