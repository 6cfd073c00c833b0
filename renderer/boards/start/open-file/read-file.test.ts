import { describe, expect, it, vi } from 'vitest';
import { blobIdOf } from '#shared/blob/blob.ts';
import { pngOf } from '#shared/blob/testing/images.ts';
import { formatInviteFile } from '#shared/invite/file.ts';
import { boardSecretBytes, newBoardSecret } from '#shared/invite/invite.ts';
import { readFile } from './read-file.ts';
import { contentsText } from './texts.ts';

const png = pngOf(3, 4);

function fileOf(name: string, content: unknown): File {
  return new File([typeof content === 'string' ? content : JSON.stringify(content)], name);
}

describe('a file of the start screen', () => {
  it('is a saved board, with its name, or with that of the file', async () => {
    const board = { app: 'paxboard', version: 3, tasks: [{ id: 'a', title: 'Paint', column: 'todo' }] };
    const read = await readFile(fileOf('Harbour plan.paxboard.json', board));
    if (!read.ok) throw new Error(read.problem);
    expect(read.name).toBe('Harbour plan');
    expect(contentsText(read)).toBe('The new board gets 1 card.');
    expect(await readFile(fileOf('x.json', { ...board, name: '  Quay  ' }))).toMatchObject({ name: 'Quay' });
    expect(await readFile(fileOf('\u202Ex/y.json', board))).toMatchObject({ name: 'x y' });
  });

  it('is a drawing with its images', async () => {
    const scene = {
      type: 'excalidraw',
      elements: [
        { id: 'a', type: 'rectangle' },
        { id: 'b', type: 'image', fileId: 'f' },
        { id: 'c', type: 'image', fileId: 'gone' },
      ],
      files: {
        f: { dataURL: `data:image/png;base64,${btoa(String.fromCharCode(...png))}` },
        unused: { dataURL: `data:image/png;base64,${btoa(String.fromCharCode(...pngOf(5, 5)))}` },
      },
    };
    const read = await readFile(fileOf('Sketch.excalidraw', scene));
    if (!read.ok) throw new Error(read.problem);
    expect(read).toMatchObject({ name: 'Sketch', refused: 1 });
    expect(read.content.elements.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(read.content.blobs.map(({ id }) => id)).toEqual([blobIdOf(png)]);
    expect(await read.content.blobs[0]?.read()).toEqual(png);
  });

  it('is an invite, which has its own sentence', async () => {
    const secret = newBoardSecret(Uint8Array.from({ length: boardSecretBytes }, (_, at) => at));
    const invite = formatInviteFile({ secret, boardName: 'Plans', hosts: [] });
    expect(await readFile(fileOf('Plans.paxboard', invite))).toEqual({ ok: false, problem: 'invite' });
  });

  it('is a library, which has its own sentence', async () => {
    const library = { type: 'excalidrawlib', version: 2, libraryItems: [] };
    expect(await readFile(fileOf('shapes.excalidrawlib', library))).toEqual({
      ok: false,
      problem: 'library',
    });
  });

  it('is a picture, whose reader could not be loaded', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const away = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await readFile(fileOf('Sketch.png', ''), {}, away)).toEqual({ ok: false, problem: 'no-reader' });
    vi.restoreAllMocks();
  });
});
