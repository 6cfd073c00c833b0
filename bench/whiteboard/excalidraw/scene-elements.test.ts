import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import { Board } from '#shared/board/board.ts';
import { anna, ask } from '#shared/board/testing/authors.ts';
import { arrow, shape } from '../../../renderer/testing/shape.ts';
import { toScene } from '../../../renderer/whiteboard/scene/adapter.ts';

it('the elements of a snapshot become elements of the scene that the engine reads by their shape, not by a search for each name', () => {
  setFlagsFromString('--allow-natives-syntax');
  const isFast: (object: object) => boolean = runInThisContext('(object) => %HasFastProperties(object)');
  const board = new Board();
  const patches = Array.from({ length: 40 }, (_, at) => {
    const { id, ...set } = at % 2 === 0 ? shape(`s${at}`) : arrow(`a${at}`);
    return { id, create: true as const, set };
  });
  ask(board, anna, { type: 'elements/patch', patches });
  const restored = Board.restore(board.snapshot()).elements();
  const made = restored.flatMap(
    (agreed) => toScene(agreed, { version: 3, versionNonce: 4, updated: 5 }) ?? [],
  );
  expect(made).toHaveLength(patches.length);
  expect(made.filter((element) => !isFast(element))).toEqual([]);
});
