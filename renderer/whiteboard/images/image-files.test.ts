import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryBlobs } from '#app/blobs/blob-store.ts';
import { memoryBlobs } from '#app/blobs/testing/memory-blobs.ts';
import { blobIdOf, maxBlobBytes } from '#shared/blob/blob.ts';
import type { ImageType } from '#shared/blob/image.ts';
import { jpegOf, pngOf } from '#shared/blob/testing/images.ts';
import { shape } from '../../testing/shape.ts';
import { toScene } from '../scene/adapter.ts';
import { bytesOfDataUrl, dataUrlOf } from './data-url.ts';
import { ImageFiles, type ImageProblem, type SceneFiles } from './image-files.ts';
import { looksLikeSvg, prepareImage } from './prepare.ts';

const png = Uint8Array.from(pngOf(30, 20));
const pngId = blobIdOf(png);
const foreignId = '0'.repeat(40);

class FakeFiles implements SceneFiles {
  readonly urls = new Map<string, string>();
  readonly types = new Map<string, ImageType>();
  readonly renamed: (readonly [string, string | undefined])[] = [];
  pending: string | null = null;
  get(id: string): string | undefined {
    return this.urls.get(id);
  }
  add(id: string, type: ImageType, url: string): void {
    this.urls.set(id, url);
    this.types.set(id, type);
  }
  rename(id: string, to: string | undefined): void {
    this.renamed.push([id, to]);
  }
  pendingImage(): string | null {
    return this.pending;
  }
}

function image(fileId: string | null, some: { readonly isDeleted?: boolean } = {}): ExcalidrawElement {
  const made = toScene(shape('i', { type: 'image', ...some }), { version: 1, versionNonce: 1, updated: 1 });
  if (made === undefined) throw new Error('not drawable');
  return { ...made, fileId } as ExcalidrawElement;
}

let blobs = memoryBlobs();
let files = new FakeFiles();
let refused: ImageProblem[] = [];
let agreed: string | undefined;
let isDrawn = (_: unknown): boolean => true;
const drawn = () => ({ has: (id: unknown) => isDrawn(id) });
let images = new ImageFiles({ blobs, files, drawn, agreed: () => undefined, refuse: () => undefined });

beforeEach(() => {
  blobs = memoryBlobs();
  files = new FakeFiles();
  refused = [];
  agreed = undefined;
  isDrawn = () => true;
  images = new ImageFiles({ blobs, files, drawn, agreed: () => agreed, refuse: (why) => refused.push(why) });
});

/** Waits until it holds, on machines of any speed. */
function soon(holds: () => void): Promise<void> {
  return vi.waitFor(holds, { timeout: 10_000, interval: 5 });
}

describe('an inserted image', () => {
  it('is a blob and a file of the scene before it has an id', async () => {
    expect(await images.insert(png)).toMatchObject({
      id: pngId,
      width: expect.any(Number),
      height: expect.any(Number),
    });
    expect(blobs.has(pngId)).toBe(true);
    expect(files.urls.get(pngId)).toBe(dataUrlOf(png, 'image/png'));
  });

  it.each<[ImageProblem, Uint8Array<ArrayBuffer>]>([
    ['too-many-pixels', Uint8Array.from(pngOf(60_000, 60_000))],
    ['too-large', new Uint8Array(maxBlobBytes + 1)],
  ])('is refused where it costs too much: %s', async (why, bytes) => {
    expect(await images.insert(bytes)).toBe(why);
    expect(blobs.view().bytes).toBe(0);
  });

  it('is shared once it is a blob and has a place', async () => {
    expect(images.isReady(image(null))).toBe(false);
    await images.insert(png);
    files.pending = 'i';
    expect(images.isReady(image(pngId))).toBe(false);
    files.pending = null;
    expect(images.isReady(image(pngId))).toBe(true);
  });
});

describe('an image that is pasted from another program', () => {
  it('becomes a blob, and its elements take its id', async () => {
    files.add(foreignId, 'image/png', dataUrlOf(png, 'image/png'));
    expect(images.isReady(image(foreignId))).toBe(false);
    images.isReady(image(foreignId));
    await soon(() => expect(files.renamed).toEqual([[foreignId, pngId]]));
    expect(blobs.has(pngId)).toBe(true);
  });

  it.each([
    ['without its bytes', undefined],
    ['with bytes that are too many', `data:image/png;base64,${'A'.repeat(30 * 1024 * 1024)}`],
    ['from an address', 'http://outside.example/image.png'],
  ])('is removed with a reason if it comes %s', async (_, url) => {
    if (url !== undefined) files.urls.set(foreignId, url);
    expect(images.isReady(image(foreignId))).toBe(false);
    await soon(() => expect(files.renamed).toEqual([[foreignId, undefined]]));
    expect(refused).toEqual(['missing']);
  });

  it('is not treated so if the board has it, with or without its bytes here', () => {
    agreed = pngId;
    expect(images.isReady(image(pngId, { isDeleted: true }))).toBe(true);
  });
});

describe('an image of another device', () => {
  it('is shown once its bytes arrive', async () => {
    blobs.refer([['a', { ids: [pngId], isDeleted: false }]]);
    expect(files.urls.size).toBe(0);
    await blobs.add(png);
    await soon(() => expect(files.types.get(pngId)).toBe('image/png'));
  });

  it('whose stored bytes are damaged is shown once they are fetched again', async () => {
    const store = new MemoryBlobs();
    await store.put(
      pngId,
      png.map((byte) => byte ^ 1),
    );
    blobs = memoryBlobs({ store });
    const get = vi.spyOn(blobs, 'get');
    images = new ImageFiles({
      blobs,
      files,
      drawn,
      agreed: () => agreed,
      refuse: (why) => refused.push(why),
    });
    blobs.refer([['a', { ids: [pngId], isDeleted: false }]]);
    await soon(() => expect(get).toHaveBeenCalled());
    await soon(() => expect(blobs.has(pngId)).toBe(false));
    await blobs.add(png);
    await soon(() => expect(files.types.get(pngId)).toBe('image/png'));
  });

  it('of a card is not a file of the scene', async () => {
    const card = pngOf(7, 7);
    const cardId = blobIdOf(card);
    isDrawn = (id) => id !== cardId;
    blobs.refer([['a', { ids: [cardId, pngId], isDeleted: false }]]);
    for (const bytes of [card, png]) await blobs.add(bytes);
    await soon(() => expect([...files.types.keys()]).toEqual([pngId]));
  });

  it('is recognised by its bytes, and never decoded above the bound', async () => {
    const jpeg = jpegOf(3, 3);
    const bomb = pngOf(60_000, 60_000);
    const page = new TextEncoder().encode('<svg onload="alert(1)"/>');
    const ids = [jpeg, bomb, page].map(blobIdOf);
    blobs.refer([['a', { ids, isDeleted: false }]]);
    // The last one shows that the others were looked at.
    blobs.refer([['b', { ids: [pngId], isDeleted: false }]]);
    for (const bytes of [jpeg, bomb, page, png]) await blobs.add(bytes);
    await soon(() => expect(files.types.has(pngId)).toBe(true));
    expect([...files.types]).toEqual([
      [ids[0], 'image/jpeg'],
      [pngId, 'image/png'],
    ]);
  });
});

describe('a file', () => {
  it('of a type of boards stays unchanged', async () => {
    expect(await prepareImage(png, async () => undefined)).toEqual({ ok: true, bytes: png });
  });

  it('of another type becomes a PNG, so that a drawing contains only pixels', async () => {
    const drawing = new TextEncoder().encode('<?xml version="1.0"?>\n<!-- a --><svg onload="alert(1)"/>');
    const asked: string[] = [];
    const made = await prepareImage(Uint8Array.from(drawing), async (address, side) => {
      asked.push(`${side} ${address.slice(0, 18)}`);
      return png;
    });
    expect(made).toEqual({ ok: true, bytes: png });
    expect(asked).toEqual(['drawn data:image/svg+xml']);
  });

  it('that cannot be drawn is refused', async () => {
    expect(await prepareImage(Uint8Array.of(1, 2, 3), async () => undefined)).toEqual({
      ok: false,
      why: 'unsupported',
    });
  });

  it('is recognised as a drawing by its first element', () => {
    const is = (text: string) => looksLikeSvg(new TextEncoder().encode(text));
    expect(
      ['<svg/ >', '<svg>', '\uFEFF <svg >', '<?xml?><svg >', '<!-- x --><svg >'].slice(1).every(is),
    ).toBe(true);
    expect(['<html><svg>', 'svg', '', '<?xml?><html>'].some(is)).toBe(false);
  });
});

it('a data URL is decoded exactly, and no other URL is', () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, at) => at & 255);
  expect(blobIdOf(bytesOfDataUrl(dataUrlOf(bytes, 'image/png'), 200_000) ?? new Uint8Array())).toBe(
    blobIdOf(bytes),
  );
  expect(bytesOfDataUrl(dataUrlOf(bytes, 'image/png'), 100_000)).toBeUndefined();
  for (const url of [
    undefined,
    5,
    '',
    'data:,x',
    'data:image/png;base64,%',
    'blob:x',
    `data:${'a'.repeat(300)},`,
  ]) {
    expect(bytesOfDataUrl(url, 1_000)).toBeUndefined();
  }
});
