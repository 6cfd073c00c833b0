import { expect, it } from 'vitest';
import { shape } from '../../testing/shape.ts';
import { maxPictureElements, pictureElements } from './choose.ts';

it('a picture has the elements of a board without deleted ones', () => {
  const elements = [shape('a'), { ...shape('b'), isDeleted: true }, shape('c')];
  expect(pictureElements(elements).map(({ id }) => id)).toEqual(['a', 'c']);
});

it('a picture of a full board has its largest elements, in their order', () => {
  const elements = Array.from({ length: maxPictureElements * 2 }, (_, at) =>
    shape(`e${at}`, { width: at % 2 === 0 ? 500 : 5, height: 5 }),
  );
  const chosen = pictureElements(elements);
  expect(chosen).toHaveLength(maxPictureElements);
  expect(chosen).toEqual(elements.filter((_, at) => at % 2 === 0));
});
