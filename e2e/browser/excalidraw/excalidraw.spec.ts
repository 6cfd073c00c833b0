/** Checks with Excalidraw itself, in a separate page, that it can show every element of a replicated board. */

import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import fc from 'fast-check';
import { coherent } from '#shared/board/coherent/view.ts';
import type { Json } from '#shared/board/commands.ts';
import { checkElement } from '#shared/board/element/check.ts';
import { importScene } from '#shared/board/element/import/import.ts';
import { isSharedType } from '#shared/board/element/rules/schema.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { elementIds, goodElement, spoiledElement } from '#shared/board/testing/element-arbitraries.ts';
import { MainThread } from '../../page/main-thread.ts';
import { launchChromium } from '../../processes/browsers/chromium.ts';
import { excalidrawBundle } from './excalidraw-bundle.ts';

type SceneElement = BoardElement & { readonly version: number };

function inScene(element: BoardElement): SceneElement {
  return { ...element, version: 1, versionNonce: 1, updated: 1 };
}

function call<T>(page: Page, call: string, ...given: readonly unknown[]): Promise<T> {
  return page.evaluate(`page.${call}(${given.map((value) => JSON.stringify(value)).join()})`);
}

/** Removes differences in Excalidraw's notation that have the same meaning. */
function comparable(element: BoardElement): BoardElement {
  const { boundElements, width, height, ...rest } = element;
  return {
    ...rest,
    boundElements: boundElements ?? [],
    width: rounded(width),
    height: rounded(height),
    id: element.id,
  };
}

function rounded(value: Json | undefined): Json {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : null;
}

/** Elements of many boards side by side, each with unique ids. */
function boards(): readonly BoardElement[] {
  const some = fc.sample(fc.array(fc.oneof(goodElement, spoiledElement), { minLength: 20, maxLength: 30 }), {
    numRuns: 40,
    seed: 20_26,
  });
  return some.flatMap((elements, board) => {
    const byId = new Map(elements.map((element) => [element.id, element]));
    const checked = [...byId.values()].flatMap((element) => {
      const result = checkElement(element);
      return result.result === 'refused' ? [] : result.element;
    });
    const text = JSON.stringify(coherent(checked));
    const named = elementIds.reduce((all, id) => all.replaceAll(`"${id}"`, `"${board}-${id}"`), text);
    const shown: readonly BoardElement[] = JSON.parse(named);
    return shown.filter(({ type }) => isSharedType(type));
  });
}

test('Excalidraw accepts checked elements unchanged, and draws them', async ({ browserName: _ }, info) => {
  const { script, styles } = await excalidrawBundle(join(import.meta.dirname, 'excalidraw-page.ts'), 'page');
  const context = await launchChromium(info.outputPath('profile'));
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    // No server provides fonts here.
    const isFont = /font|net::ERR_/i.test(message.text());
    if (message.type() === 'error' && !isFont) problems.push(message.text());
  });
  await page.setContent(`<style>${styles}</style>`);
  await page.evaluate(script);
  await call(page, 'open');

  await test.step('generated elements are restored unchanged, shown, selected and drawn as a picture', async () => {
    const all = coherent(boards());
    const shown = all.filter(({ isDeleted }) => isDeleted !== true).map(inScene);
    expect(shown.length).toBeGreaterThan(250);
    const restored = await call<readonly BoardElement[]>(page, 'restored', shown);
    expect(restored.map(comparable)).toEqual(shown.map(comparable));
    for (let from = 0; from < shown.length; from += 100) {
      const batch = shown.slice(from, from + 100);
      await call(page, 'show', batch, true);
      await call(page, 'select', ...batch.map(({ id }) => id));
      const scene = await call<readonly SceneElement[]>(page, 'scene');
      // Excalidraw repaired nothing: neither an index nor a version differs.
      expect(scene.map(({ id, version, index }) => [id, version, index])).toEqual(
        batch.map(({ id, index }) => [id, 1, index]),
      );
      expect(await call<number>(page, 'picture', batch)).toBeGreaterThan(1_000);
      expect(problems).toEqual([]);
    }
  });

  await test.step('elements that once hung the page are drawn immediately', async () => {
    const giant = {
      type: 'rectangle',
      x: -1e4,
      y: -1e4,
      width: 2e4,
      height: 2e4,
      backgroundColor: '#ff0000',
    };
    const zigzag = Array.from({ length: 20_000 }, (_, at) => [at % 2 === 0 ? 0 : 9e4, at]);
    const { elements } = imported([
      { ...giant, id: 'thin', fillStyle: 'cross-hatch', strokeWidth: 0.0001 },
      {
        ...giant,
        id: 'large',
        width: 1e5,
        height: 1e5,
        fillStyle: 'zigzag',
        strokeStyle: 'dotted',
        strokeWidth: 0.1,
      },
      {
        ...giant,
        id: 'round',
        type: 'ellipse',
        width: 4e4,
        height: 4e4,
        fillStyle: 'hachure',
        strokeWidth: 1,
      },
      {
        id: 'path',
        type: 'line',
        points: [...zigzag, [0, 0]],
        backgroundColor: '#00ff00',
        fillStyle: 'hachure',
        strokeStyle: 'dashed',
      },
      {
        id: 'stroke',
        type: 'freedraw',
        points: zigzag.map((_, at) => [at % 3_000, (at % 7) * 40 + at / 10]),
      },
      { id: 'words', type: 'text', x: -1e4, y: -2e4, text: 'word '.repeat(22_000) },
    ]);
    // Processor time: other tests run meanwhile.
    const thread = await MainThread.of(page);
    const before = await thread.busyMs();
    await call(page, 'show', elements.map(inScene), true);
    await page.screenshot();
    expect((await thread.busyMs()) - before).toBeLessThan(5_000);
  });

  await test.step('an arrow follows its shape as in Excalidraw', () => followsLikeExcalidraw(page));
  expect(problems).toEqual([]);
  await context.close();
});

function imported(elements: readonly unknown[]) {
  const result = importScene({ elements });
  if (!result.ok) throw new Error(result.why);
  return result;
}

const shapes: readonly { readonly [property: string]: Json }[] = [
  { type: 'rectangle' },
  { type: 'rectangle', roundness: { type: 3 } },
  { type: 'diamond', roundness: { type: 2 } },
  { type: 'ellipse' },
  { type: 'rectangle', angle: 0.5 },
];

async function followsLikeExcalidraw(page: Page): Promise<void> {
  for (const shape of shapes) {
    const { elements } = imported([
      { id: 'shape', x: 500, y: 300, width: 200, height: 120, roundness: null, ...shape },
    ]);
    await call(page, 'show', elements.map(inScene), false);
    await call(page, 'resetView');
    await call(page, 'selectArrowTool');
    await drag(page, [300, 240], [492, 350]);
    const drawn = agreed(await call(page, 'scene'));
    const arrow = drawn.find(({ type }) => type === 'arrow');
    if (arrow === undefined) throw new Error('there is no arrow');
    expect(arrow.endBinding).not.toBeNull();
    // A newly drawn arrow stays in its place.
    expect(coherent(drawn).find(({ id }) => id === arrow.id)).toBe(arrow);
    await call(page, 'select', 'shape');
    for (let step = 0; step < 14; step += 1) await page.keyboard.press('Shift+ArrowRight');
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('Shift+ArrowDown');
    const moved = agreed(await call(page, 'scene'));
    const theirs = moved.find(({ id }) => id === arrow.id);
    expect(coherent(moved).find(({ id }) => id === arrow.id)).toBe(theirs);
    // Another person moved the shape, and the arrow is the latest agreed change.
    const ours = coherent(moved.map((element) => (element.id === arrow.id ? arrow : element)));
    const [x, y] = endOf(ours.find(({ id }) => id === arrow.id));
    const [right, down] = endOf(theirs);
    expect(Math.hypot(endOf(arrow)[0] - right, endOf(arrow)[1] - down)).toBeGreaterThan(40);
    expect(Math.hypot(x - right, y - down)).toBeLessThan(2);
  }
}

function agreed(scene: readonly BoardElement[]): readonly BoardElement[] {
  return scene.map((element) => {
    const { version: _, versionNonce: __, updated: ___, ...rest } = element;
    const properties = 'lastCommittedPoint' in rest ? { ...rest, lastCommittedPoint: null } : rest;
    const checked = checkElement({ ...properties, id: element.id });
    expect(checked.result).toBe('as-is');
    return checked.result === 'refused' ? element : checked.element;
  });
}

function endOf(arrow: BoardElement | undefined): readonly [number, number] {
  const points = arrow?.points;
  const last = Array.isArray(points) ? points.at(-1) : undefined;
  return [Number(arrow?.x) + Number(last?.[0]), Number(arrow?.y) + Number(last?.[1])];
}

/** Drags the mouse from one point of the canvas to another. */
async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const start = await call<{ x: number; y: number }>(page, 'inPage', ...from);
  const end = await call<{ x: number; y: number }>(page, 'inPage', ...to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2);
  await page.mouse.move(end.x, end.y, { steps: 3 });
  await page.mouse.up();
}
