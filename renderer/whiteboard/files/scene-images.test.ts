import { expect, it } from 'vitest';
import { blobIdOf } from '#shared/blob/blob.ts';
import { pngOf } from '#shared/blob/testing/images.ts';
import { dataUrlOf } from '../images/data-url.ts';
import { placedOn } from './placing.ts';
import { imagesOf } from './scene-images.ts';

const png = pngOf(30, 20);
const picture = { type: 'image', x: 0, y: 0, width: 30, height: 20, status: 'pending', scale: [1, 1] };
const scene = {
  elements: [
    { ...picture, id: 'a', fileId: 'known' },
    { ...picture, id: 'b', fileId: 'bomb' },
    { ...picture, id: 'c', fileId: 'absent' },
  ],
  files: {
    known: { dataURL: dataUrlOf(png, 'image/png') },
    bomb: { dataURL: dataUrlOf(pngOf(60_000, 60_000), 'image/png') },
    remote: { dataURL: 'http://outside.example/image.png' },
    broken: null,
  },
};

it('the images of a file become blobs, and its elements refer to those', async () => {
  const images = await imagesOf(scene);
  expect([...images.keys()]).toEqual(['known']);
  let ids = 0;
  const newId = () => `new-${++ids}`;
  const drawing = placedOn([], scene, 'beside', newId, (id) => images.get(id)?.blob);
  expect(drawing?.elements).toMatchObject([{ type: 'image', fileId: blobIdOf(png), status: 'saved' }]);
  expect(drawing?.refused.map(({ property }) => property)).toEqual(['fileId', 'fileId']);
});

it('the images of a saved board become blobs, without the files of its cards', async () => {
  const id = blobIdOf(png);
  const board = {
    app: 'paxboard',
    elements: [{ ...picture, id: 'a', fileId: id }, null],
    blobs: { [id]: btoa(String.fromCharCode(...png)), other: btoa(String.fromCharCode(...pngOf(5, 5))) },
  };
  expect([...(await imagesOf(board)).entries()]).toMatchObject([[id, { blob: id, bytes: png }]]);
});

it.each([
  {},
  { blobs: 'x' },
  { blobs: { a: 1 }, elements: 'x' },
  { files: null },
  { files: 'x' },
  { files: [1, null] },
])('a file without images has none: %j', async (some) => {
  expect((await imagesOf(some)).size).toBe(0);
});
