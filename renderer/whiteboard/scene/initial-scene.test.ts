import { expect, it } from 'vitest';
import type { BoardElement } from '#shared/board/state.ts';
import { shape } from '../../testing/shape.ts';
import { initialScene, showsAsIs } from './initial-scene.ts';

/** The first element of the initial scene of a board with `agreed` alone. */
async function sceneOf(agreed: BoardElement) {
  const session = { elements: () => [agreed], view: () => ({ boardId: 'b' }) };
  const [element] = (await initialScene(session)).elements ?? [];
  if (element === undefined) throw new Error('not drawable');
  return element;
}

it('an element of the initial scene shows the agreed one as it is, until either of them changes', async () => {
  const agreed = shape('a');
  const element = await sceneOf(agreed);
  expect(element).toMatchObject(agreed);
  expect(showsAsIs(element, agreed)).toBe(true);
  expect(showsAsIs(element, shape('a'))).toBe(false);
  // As Excalidraw changes an element: in place.
  Object.assign(element, { index: 'b9' });
  expect(showsAsIs(element, agreed)).toBe(false);
  const moved = await sceneOf(agreed);
  Object.assign(moved, { x: 9, version: 2 });
  expect(showsAsIs(moved, agreed)).toBe(false);
});

it('an element that was repaired to be drawn is another one than the agreed', async () => {
  const agreed = shape('a', { x: 'left' });
  const element = await sceneOf(agreed);
  expect(element.x).toBe(0);
  expect(showsAsIs(element, agreed)).toBe(false);
});
