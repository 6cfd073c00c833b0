import { expect, it } from 'vitest';
import { pngOf } from '#shared/blob/testing/images.ts';
import { isPicture } from './file-types.ts';
import { withTrueType } from './true-type.ts';

const png = new Uint8Array(pngOf(3, 4));
const drawing = JSON.stringify({ type: 'excalidraw', elements: [] });

it.each([
  ['a drawing with the name of a picture', new File([drawing], 'a.png', { type: 'image/png' }), false],
  ['one with the mark of UTF-8', new File([`\ufeff\n${drawing}`], 'a.svg', { type: 'image/svg+xml' }), false],
  ['a picture with the name of a drawing', new File([png], 'a.excalidraw'), true],
  ['a drawn one', new File(['<?xml version="1.0"?>\n<svg xmlns="x"></svg>'], 'a.json'), true],
  ['a page', new File(['<!DOCTYPE html><p>'], 'a.json'), false],
  ['a text with the name of a picture', new File(['Order rope'], 'a.png', { type: 'image/png' }), true],
  ['an empty file', new File([], 'a.excalidraw'), false],
])('%s is what its content says', async (_, file, picture) => {
  const typed = await withTrueType(file);
  expect(isPicture(typed)).toBe(picture);
  expect(typed.name).toBe(file.name);
  expect(await typed.text()).toBe(await file.text());
});

it('a file that cannot be read stays as it is', async () => {
  const gone = new File([drawing], 'a.png');
  gone.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) as unknown as Blob;
  expect(await withTrueType(gone)).toBe(gone);
});
