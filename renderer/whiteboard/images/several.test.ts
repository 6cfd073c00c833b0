import { expect, it, vi } from 'vitest';
import { blobIdOf } from '#shared/blob/blob.ts';
import {
  maxSeveral,
  pictureGap,
  pictureSide,
  picturesFor,
  readSeveral,
  type SeveralFile,
} from './several.ts';

const file = (name: string, type: string, bytes: readonly number[] | 'unreadable' = [1]): SeveralFile => ({
  name,
  type,
  arrayBuffer: async () => {
    if (bytes === 'unreadable') throw new DOMException('a folder', 'NotFoundError');
    return Uint8Array.from(bytes).buffer;
  },
});

const sized = (byte: number, width: number, height: number) => ({
  id: blobIdOf(Uint8Array.of(byte)),
  width,
  height,
});

it('each picture is added, and every other file is named with its reason', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const insert = vi.fn(async ([byte = 0]: Uint8Array) =>
    byte === 9 ? ('too-large' as const) : sized(byte, 10, 20),
  );
  const read = await readSeveral(
    [
      file('a.png', 'image/png', [1]),
      file('plan.excalidraw', ''),
      file('b.webp', 'image/webp', [2]),
      file('large.jpg', 'image/jpeg', [9]),
      file('folder.png', '', 'unreadable'),
      file('notes.txt', 'text/plain'),
    ],
    insert,
  );
  expect(read.pictures).toEqual([sized(1, 10, 20), sized(2, 10, 20)]);
  expect(read.leftOut).toEqual([
    { name: 'plan.excalidraw', why: 'not-picture' },
    { name: 'large.jpg', why: 'too-large' },
    { name: 'folder.png', why: 'unreadable' },
    { name: 'notes.txt', why: 'not-picture' },
  ]);
  expect(insert).toHaveBeenCalledTimes(3);
});

it('files beyond the bound are not read', async () => {
  const insert = vi.fn(async () => sized(1, 10, 20));
  const files = Array.from({ length: maxSeveral + 2 }, (_, at) => file(`${at}.png`, 'image/png'));
  const { pictures, leftOut } = await readSeveral(files, insert);
  expect([pictures.length, insert.mock.calls.length]).toEqual([maxSeveral, maxSeveral]);
  expect(leftOut.map(({ why }) => why)).toEqual(['too-many', 'too-many']);
});

it('pictures are in rows around the place, none over another, large ones smaller in their proportions', () => {
  const pictures = [sized(1, 3_200, 1_600), sized(2, 40, 20), sized(3, 100, 3_200), sized(4, 640, 640)];
  const patches = picturesFor([], pictures, { x: 1_000, y: 500 });
  const boxes = patches.map(({ set }) => set);
  expect(boxes.map(({ width, height }) => [width, height])).toEqual([
    [320, 160],
    [40, 20],
    [10, 320],
    [320, 320],
  ]);
  expect(boxes.map(({ type, fileId }) => [type, fileId])).toEqual(pictures.map(({ id }) => ['image', id]));
  const middles = boxes.map(({ x, y, width, height }) => [
    Number(x) + Number(width) / 2,
    Number(y) + Number(height) / 2,
  ]);
  const step = pictureSide + pictureGap;
  const [[left = 0, top = 0] = []] = middles;
  expect(middles).toEqual([
    [left, top],
    [left + step, top],
    [left, top + step],
    [left + step, top + step],
  ]);
  const edges = (from: 'x' | 'y', size: 'width' | 'height') => [
    Math.min(...boxes.map((box) => Number(box[from]))),
    Math.max(...boxes.map((box) => Number(box[from]) + Number(box[size]))),
  ];
  const [x1 = 0, x2 = 0] = edges('x', 'width');
  const [y1 = 0, y2 = 0] = edges('y', 'height');
  expect([(x1 + x2) / 2, (y1 + y2) / 2]).toEqual([1_000, 500]);
});
