/**
 * Writes a whole board as JSON: its content with one item of a list in each line, then the ids of blobs that this device lacks
 * (`lacking`), then the blobs that it has, in base64 by their ids (`blobs`). `docs/architecture.md` describes it under "Files with a
 * whole board".
 */

import type { BoardSession } from '#app/session/api.ts';
import { base64Pieces } from './base64.ts';

export interface WritingOptions {
  /** Ends the writing with its reason. */
  readonly signal?: AbortSignal;
  /** After each image or file. */
  readonly progress?: (done: number, all: number) => void;
}

export interface WrittenBoard {
  readonly file: Blob;
  /** Images and files that are not in it, because this device does not have them. */
  readonly lacking: number;
  /** Of these, those that the storage of this device did not give. */
  readonly unreadable: number;
}

/**
 * The board as it is shown, pending changes included. The file is made of parts, never of one string, which would be too long for a
 * board with many images.
 */
export async function writeBoard(
  session: Pick<BoardSession, 'export' | 'blobs'>,
  { signal, progress }: WritingOptions = {},
): Promise<WrittenBoard> {
  const { elements, ...content } = session.export();
  const parts: BlobPart[] = ['{'];
  const living = elements.filter(({ isDeleted }) => isDeleted !== true);
  for (const [name, value] of Object.entries({ ...content, elements: living })) {
    parts.push(parts.length > 1 ? ',\n' : '\n', `${JSON.stringify(name)}: `);
    if (Array.isArray(value)) parts.push(...linesOf(value));
    else parts.push(JSON.stringify(value));
  }
  const { used } = session.blobs.view();
  const lacking: string[] = [];
  let unreadable = 0;
  const blobs: BlobPart[] = [];
  for (const [at, id] of used.entries()) {
    signal?.throwIfAborted();
    progress?.(at, used.length);
    const bytes = await session.blobs.get(id).catch(() => {
      unreadable += 1;
      return undefined;
    });
    if (bytes === undefined) lacking.push(id);
    // A Blob of its own: the browser may move it out of the page's memory.
    else blobs.push(`${blobs.length === 0 ? '\n' : '",\n'}"${id}": "`, new Blob(base64Pieces(bytes)));
  }
  signal?.throwIfAborted();
  parts.push(',\n"lacking": ', JSON.stringify(lacking), ',\n"blobs": {', ...blobs);
  parts.push(blobs.length === 0 ? '}\n}\n' : '"\n}\n}\n');
  return {
    file: new Blob(parts, { type: 'application/json' }),
    lacking: lacking.length,
    unreadable,
  };
}

function linesOf(items: readonly unknown[]): readonly string[] {
  if (items.length === 0) return ['[]'];
  return [...items.map((item, at) => `${at === 0 ? '[\n' : ',\n'}${JSON.stringify(item)}`), '\n]'];
}
