import { expect, it, vi } from 'vitest';
import { type BlobId, blobIdOf, maxBlobBytes } from '#shared/blob/blob.ts';
import { maxAttachments } from '#shared/board/limits.ts';
import { attachFiles, type GivenFile } from './attach.ts';

function file(name: string, bytes: readonly number[] | 'unreadable', size = bytes.length): GivenFile {
  return {
    name,
    size,
    arrayBuffer: async () => {
      if (bytes === 'unreadable') throw new DOMException('a folder', 'NotFoundError');
      return Uint8Array.from(bytes).buffer;
    },
  };
}

function session(refuses?: 'full' | 'storage') {
  const attach = vi.fn(
    async (_: string, __: { readonly blob: BlobId; readonly name: string; readonly bytes: number }) =>
      ({ status: 'applied' }) as const,
  );
  const add = vi.fn(async (bytes: Uint8Array) => {
    if (bytes.length === 0) return { ok: false, why: 'empty' } as const;
    if (refuses !== undefined) return { ok: false, why: refuses } as const;
    return { ok: true, id: blobIdOf(bytes) } as const;
  });
  const marks: unknown[] = [];
  const together = <T>(act: () => T, mark?: object): T => {
    marks.push(mark);
    return act();
  };
  return { blobs: { add }, cards: { attach, together }, marks };
}

it('each file becomes a blob, then an attachment with its name and size', async () => {
  const one = session();
  const done = await attachFiles(one, { id: 'c' }, [file('a.txt', [1]), file('b.txt', [2, 3])]);
  expect(done).toEqual({ attached: 2, problems: [] });
  expect(one.cards.attach.mock.calls).toEqual([
    ['c', { blob: blobIdOf(Uint8Array.of(1)), name: 'a.txt', bytes: 1 }],
    ['c', { blob: blobIdOf(Uint8Array.of(2, 3)), name: 'b.txt', bytes: 2 }],
  ]);
  const [step] = one.marks;
  expect(step).toBeDefined();
  expect(one.marks).toEqual([step, step]);
  expect(one.marks[1]).toBe(step);
});

it('a file above the bound is not read, and one that cannot be read or stored is named with its reason', async () => {
  const one = session();
  const large = file('large.iso', 'unreadable', maxBlobBytes + 1);
  const done = await attachFiles(one, { id: 'c' }, [
    large,
    file('folder', 'unreadable', 1),
    file('none', []),
  ]);
  expect(done.attached).toBe(0);
  expect(done.problems).toEqual([
    { name: 'large.iso', why: 'too-large' },
    { name: 'folder', why: 'unreadable' },
    { name: 'none', why: 'empty' },
  ]);
  for (const why of ['full', 'storage'] as const) {
    const refused = await attachFiles(session(why), { id: 'c' }, [file('a', [1])]);
    expect(refused.problems).toEqual([{ name: 'a', why }]);
  }
});

it('files beyond the maximum of a card are not stored', async () => {
  const one = session();
  const attachments = Array.from({ length: maxAttachments - 1 });
  const done = await attachFiles(one, { id: 'c', attachments }, [file('a', [1]), file('b', [2])]);
  expect(done).toEqual({ attached: 1, problems: [{ name: 'b', why: 'too-many' }] });
  expect(one.blobs.add).toHaveBeenCalledTimes(1);
});
