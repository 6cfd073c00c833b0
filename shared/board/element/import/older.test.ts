import { expect, it } from 'vitest';
import { importScene } from './import.ts';

it('takes elements of the first versions of Excalidraw with their look', () => {
  const shape = { x: 0, y: 0, width: 100, height: 40, opacity: 100 };
  const result = importScene({
    version: 1,
    elements: [
      { ...shape, id: 'box', type: 'rectangle', strokeSharpness: 'round', boundElementIds: ['arrow'] },
      { ...shape, id: 'oval', type: 'diamond', strokeSharpness: 'round' },
      { ...shape, id: 'sharp', type: 'rectangle', strokeSharpness: 'sharp' },
      {
        ...shape,
        id: 'pen',
        type: 'draw',
        points: [
          [0, 0],
          [50, 40],
          [100, 0],
        ],
      },
      {
        ...shape,
        id: 'arrow',
        type: 'arrow',
        points: [
          [0, 0],
          [50, 0],
        ],
        startBinding: { elementId: 'box', focus: 0, gap: 1 },
      },
      { ...shape, id: 'words', type: 'text', text: 'Moored', font: '28px Cascadia', baseline: 18 },
    ],
  });
  if (!result.ok) throw new Error(result.why);
  const [box, oval, sharp, pen, arrow, words] = result.elements;
  expect(result.refused).toEqual([]);
  expect(box).toMatchObject({ roundness: { type: 1 }, boundElements: [{ id: 'arrow', type: 'arrow' }] });
  expect(oval).toMatchObject({ roundness: { type: 2 } });
  expect(sharp).toMatchObject({ roundness: null });
  expect(pen).toMatchObject({ type: 'line', points: [[0, 0], expect.anything(), [100, 0]] });
  expect(arrow).toMatchObject({ startBinding: { elementId: 'box' } });
  expect(words).toMatchObject({ text: 'Moored', fontSize: 28, fontFamily: 3 });
  expect(words).not.toHaveProperty('font');
});
