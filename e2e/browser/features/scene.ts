/** The elements of two people's whiteboards. */

import { excalidrawApp } from '../../page/excalidraw-app.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect } from '../../processes/instances.ts';

/** The properties of elements that the tests look at. */
export interface SceneElement {
  readonly id: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly groupIds: readonly string[];
  readonly frameId: string | null;
  readonly link: string | null;
  readonly boundElements: readonly unknown[] | null;
  /** Of a frame. */
  readonly name?: string | null;
  /** Of a text; the original one has no line breaks that Excalidraw adds. */
  readonly text?: string;
  readonly originalText?: string;
  /** Of an image. */
  readonly crop?: { readonly x: number; readonly width: number; readonly naturalWidth: number } | null;
}

export async function elementsOf({ page }: Instance): Promise<readonly SceneElement[]> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app) => JSON.parse(JSON.stringify(app?.getSceneElements() ?? [])));
}

export async function elementOf(one: Instance, type: string): Promise<SceneElement | undefined> {
  return (await elementsOf(one)).find((element) => element.type === type);
}

/** A property of Excalidraw's state. */
export async function stateOf({ page }: Instance, name: string): Promise<unknown> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app, key) => app?.state[key], name);
}

/** Each window counts versions for itself, and replaces equal order keys. */
const bookkeeping: ReadonlySet<string> = new Set(['version', 'versionNonce', 'updated', 'index']);

function look(element: SceneElement): { readonly [property: string]: unknown } {
  const { boundElements, ...properties } = element;
  const entries = Object.entries(properties).filter(([name]) => !bookkeeping.has(name));
  return { ...Object.fromEntries(entries), boundElements: boundElements ?? [] };
}

/** Waits until all show the same elements, in the same order. @returns their number. */
export async function expectSame(first: Instance, ...others: readonly Instance[]): Promise<number> {
  let count = 0;
  for (const other of others) {
    await expect(async () => {
      const [mine, theirs] = await Promise.all([elementsOf(first), elementsOf(other)]);
      expect(theirs.map(look)).toEqual(mine.map(look));
      count = mine.length;
    }).toPass({ timeout: 15_000, intervals: [50, 100, 250] });
  }
  return count;
}

/** Waits until another person's board has more elements than before, and both show the same. @returns the new elements. */
export async function newIn(
  other: Instance,
  author: Instance,
  before: number,
  least = 1,
): Promise<readonly SceneElement[]> {
  await expect.poll(async () => (await elementsOf(other)).length).toBeGreaterThanOrEqual(before + least);
  await expectSame(author, other);
  return (await elementsOf(other)).slice(before);
}
