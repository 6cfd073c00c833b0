import { describe, expect, it, vi } from 'vitest';
import { memoryBlobs } from '#app/blobs/testing/memory-blobs.ts';
import { type BoardExport, exportVersion } from '#app/session/board-export.ts';
import { type BlobId, blobIdOf } from '#shared/blob/blob.ts';
import { pngOf } from '#shared/blob/testing/images.ts';
import { firstColumns } from '#shared/board/task/model.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { maxBoardFileBytes } from './bounds.ts';
import { contentOfBoardFile, readBoardFile } from './read.ts';
import { writeBoard } from './write.ts';

const ada = replicaId('ada');
const image = pngOf(3, 4);
const imageText = btoa(String.fromCharCode(...image));
const imageId = blobIdOf(image);
const awayId = blobIdOf(Uint8Array.of(9));

const board: BoardExport = {
  app: 'paxboard',
  version: exportVersion,
  exportedAt: '2026-11-30T00:00:00.000Z',
  name: 'Plan “Süd”',
  members: [],
  columns: [
    { id: 'c', name: 'Review', kind: 'doing', colour: 'blue', position: 'a0', limit: 2 },
    firstColumns[2],
  ],
  labels: [{ id: 'l', name: 'Urgent', colour: 'red' }],
  templates: [{ id: 't', title: 'Bug', notes: '', labels: ['l'] }],
  library: [],
  tasks: [
    {
      id: 'card',
      number: 4,
      title: 'Buy wood',
      notes: 'Oak',
      column: 'c',
      position: 'a0',
      createdBy: ada,
      createdAt: 1,
      claimedBy: ada,
      comments: [{ id: 'k', by: ada, at: 5, text: 'Soon' }],
      attachments: [{ id: 'f', blob: awayId, name: 'plan.pdf', bytes: 1, by: ada, at: 1 }],
    },
  ],
  archive: [],
  trash: [],
  elements: [
    { id: 'box', type: 'rectangle', x: 5, index: 'a1' },
    { id: 'gone', type: 'rectangle', index: 'a2', isDeleted: true },
    { id: 'picture', type: 'image', fileId: imageId, index: 'a3' },
  ],
};

async function written(content: object = {}, used: readonly BlobId[] = [imageId, awayId]) {
  const blobs = memoryBlobs();
  await blobs.add(image);
  const view = { used, missing: [], bytes: 3 };
  const session = {
    export: () => ({ ...board, members: [{ id: ada, name: 'Ada' }], ...content }) as BoardExport,
    blobs: Object.assign(blobs, { view: () => view }),
  };
  return writeBoard(session);
}

async function readText(text: string) {
  return readBoardFile(new Blob([text]));
}

async function readContent(content: object) {
  const read = await readText(JSON.stringify({ app: 'paxboard', version: exportVersion, ...content }));
  if (!read.ok || read.kind !== 'board') throw new Error('not read');
  return read.board;
}

describe('a file with a whole board', () => {
  it('is written and read: its content, and the images that the device had', async () => {
    const { file, lacking } = await written();
    expect(lacking).toBe(1);
    const json = JSON.parse(await file.text());
    expect(json).toMatchObject({ version: 3, name: 'Plan “Süd”', lacking: [awayId] });
    expect(json.elements.map(({ id }: { id: string }) => id)).toEqual(['box', 'picture']);
    const read = await readBoardFile(file);
    if (!read.ok || read.kind !== 'board') throw new Error('not read');
    const { name, content, refused, lacking: without } = read.board;
    expect({ name, refused, without }).toEqual({ name: 'Plan “Süd”', refused: 0, without: 1 });
    expect(content.columns).toMatchObject([{ id: 'c', name: 'Review', limit: 2 }, { id: 'done' }]);
    expect(content.labels).toEqual(board.labels);
    expect(content.templates).toMatchObject([{ title: 'Bug', labels: ['l'] }]);
    expect(content.cards).toMatchObject([
      {
        id: 'card',
        title: 'Buy wood',
        column: 'c',
        assigned: ['Ada'],
        comments: [{ by: 'Ada', at: 5, text: 'Soon' }],
        attachments: [{ blob: awayId, name: 'plan.pdf', bytes: 1 }],
      },
    ]);
    expect(content.elements.map(({ id }) => id)).toEqual(['box', 'picture']);
    expect(content.blobs.map(({ id }) => id)).toEqual([imageId]);
    expect(await content.blobs[0]?.read()).toEqual(image);
  });

  it.each([
    ['parsed', 0],
    ['checked', 19_999],
  ])('is read with pauses for the page while it is %s', async (_, at) => {
    const elements = Array.from({ length: 20_000 }, (_, number) => ({
      ...board.elements[0],
      id: `box-${number}`,
    }));
    const { file } = await written({ elements });
    const leaving = new AbortController();
    const parse = JSON.parse;
    let longest = 0;
    vi.spyOn(JSON, 'parse').mockImplementation((text) => {
      longest = Math.max(longest, text.length);
      if (text.includes(`"box-${at}"`)) setTimeout(() => leaving.abort('left'));
      return parse(text);
    });
    await expect(readBoardFile(file, { signal: leaving.signal })).rejects.toBe('left');
    vi.restoreAllMocks();
    expect(longest).toBeLessThan(1000);
  });

  it('has no blob with another content than its id says', async () => {
    const text = await (await written()).file.text();
    const png = btoa(String.fromCharCode(...pngOf(3, 5)));
    const read = await readText(text.replace(`"${imageId}": "${imageText}"`, `"${imageId}": "${png}"`));
    if (!read.ok || read.kind !== 'board') throw new Error('not read');
    expect(await read.board.content.blobs[0]?.read()).toBeUndefined();
  });

  it('has no image that is none, such as a drawing with a script; a file of a card may have any content', async () => {
    const svg = new TextEncoder().encode(
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    );
    const id = blobIdOf(svg);
    const content = {
      elements: [{ id: 'picture', type: 'image', fileId: id }],
      blobs: { [id]: btoa(String.fromCharCode(...svg)) },
    };
    expect(await (await readContent(content)).content.blobs[0]?.read()).toBeUndefined();
    const attachments = [{ blob: id, name: 'x.svg', bytes: svg.byteLength }];
    const tasks = [{ id: 'a', title: 'Card', column: 'todo', attachments }];
    expect(await (await readContent({ ...content, tasks })).content.blobs[0]?.read()).toEqual(svg);
  });

  it('is read of earlier versions, which have no columns, no blobs and no library', async () => {
    const { content, lacking } = await readContent({
      version: 1,
      tasks: board.tasks,
      elements: board.elements,
    });
    expect(content.columns).toEqual(firstColumns);
    expect(content.cards).toHaveLength(1);
    expect(lacking).toBe(2);
  });

  it('loses only the parts that do not fit on a board', async () => {
    const box = { id: 'box', type: 'rectangle' };
    const { content, refused } = await readContent({
      name: '\u202Egnp \ud800',
      elements: [box, box, { id: 'x', type: 'iframe' }, { id: 'y'.repeat(65), type: 'rectangle' }, 7],
      tasks: [{ id: 'a', title: 'Fits', column: 'todo' }, { id: 'b', title: '', column: 'todo' }, 'c'],
      columns: [firstColumns[0], firstColumns[0], { id: 'q', kind: 'done', colour: '<script>' }],
      labels: [{ id: 'l', name: 'x'.repeat(500), colour: 'red' }],
      library: [{ id: 'i', created: 1, elements: [{ id: 'z', type: 'image', fileId: imageId }] }],
    });
    expect(content.elements.map(({ id }) => id)).toEqual(['box']);
    expect(content.cards.map(({ title }) => title)).toEqual(['Fits']);
    expect(content.columns.map(({ id }) => id)).toEqual(['todo']);
    expect(refused).toBe(4 + 2 + 2 + 1 + 1);
  });

  it('gives its cards to a reader that does not know of blobs', async () => {
    const { file } = await written();
    const text = await (await contentOfBoardFile(file)).text();
    expect(JSON.parse(text)).toMatchObject({ blobs: {}, tasks: [{ title: 'Buy wood' }] });
    const other = new Blob(['a,b']);
    expect(await contentOfBoardFile(other)).toBe(other);
  });
});

describe('a file that is none of a board', () => {
  it.each([
    ['no JSON', 'not JSON', 'not-recognised'],
    ['nothing', '', 'not-recognised'],
    ['JSON of something else', '{"name": "x", "version": 2}', 'not-recognised'],
    ['of another app', '{"app": "y", "version": 2}', 'not-recognised'],
    ['truncated', '{"app": "paxboard", "version": 3, "tasks": [{', 'damaged'],
    ['with something after its end', '{"app": "paxboard", "version": 3} {}', 'damaged'],
    ['with lists that are none', '{"app": "paxboard", "version": 3, "tasks": {}}', 'damaged'],
    [
      'deeply nested',
      `{"app": "paxboard", "version": 3, "elements": ${'['.repeat(9_000)}${']'.repeat(9_000)}}`,
      'damaged',
    ],
    ['of a later version', '{"app": "paxboard", "version": 4, "tasks": {}}', 'newer'],
  ])('is refused: %s', async (_, text, problem) => {
    expect(await readText(text)).toEqual({ ok: false, problem });
  });

  it('is not read at all if it is larger than any board', async () => {
    const file = new Blob(['{']);
    Object.defineProperty(file, 'size', { value: maxBoardFileBytes + 1 });
    file.slice = () => {
      throw new Error('read');
    };
    expect(await readBoardFile(file)).toEqual({ ok: false, problem: 'too-large' });
  });

  it('is refused if the disk does not give it', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const file = new Blob(['{}']);
    file.slice = () => {
      throw new DOMException('gone', 'NotReadableError');
    };
    expect(await readBoardFile(file)).toEqual({ ok: false, problem: 'unreadable' });
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  it('is a drawing of Excalidraw', async () => {
    const scene = { type: 'excalidraw', elements: [], files: {} };
    expect(await readText(JSON.stringify(scene))).toEqual({ ok: true, kind: 'drawing', scene });
  });

  it('ends with the reason of its signal', async () => {
    const control = new AbortController();
    control.abort(new Error('cancelled'));
    await expect(readBoardFile(new Blob(['{}']), { signal: control.signal })).rejects.toThrow('cancelled');
  });
});
