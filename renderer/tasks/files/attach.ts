/** Puts files on a card: their contents become blobs, to which the card refers then. */

import type { Blobs } from '#app/blobs/blobs.ts';
import type { BoardSession } from '#app/session/api.ts';
import { maxBlobBytes } from '#shared/blob/blob.ts';
import { maxAttachments } from '#shared/board/limits.ts';
import type { FileProblem } from './texts.ts';

/** A file that is chosen, dropped or pasted. */
export type GivenFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

export interface AttachedFiles {
  readonly attached: number;
  readonly problems: readonly { readonly name: string; readonly why: FileProblem }[];
}

export interface CardOfFiles {
  readonly id: string;
  readonly attachments?: readonly unknown[];
}

/**
 * One after the other, as one step of undo. A file above the bounds is not read. Resolves when all are on the card as this
 * device shows it; a refusal by the board afterwards is a notice.
 */
export async function attachFiles(
  session: {
    readonly blobs: Pick<Blobs, 'add'>;
    readonly cards: Pick<BoardSession['cards'], 'attach' | 'together'>;
  },
  card: CardOfFiles,
  given: readonly GivenFile[],
): Promise<AttachedFiles> {
  const problems: { name: string; why: FileProblem }[] = [];
  let room = maxAttachments - (card.attachments?.length ?? 0);
  let attached = 0;
  const mark = {};
  for (const file of given) {
    const why = room === 0 ? 'too-many' : await attachFile(session, card.id, file, mark);
    if (why === undefined) {
      room -= 1;
      attached += 1;
    } else problems.push({ name: file.name, why });
  }
  return { attached, problems };
}

async function attachFile(
  { blobs, cards }: Parameters<typeof attachFiles>[0],
  card: string,
  file: GivenFile,
  mark: object,
): Promise<FileProblem | undefined> {
  if (file.size > maxBlobBytes) return 'too-large';
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    console.warn('A file could not be read', error);
    return 'unreadable';
  }
  const added = await blobs.add(bytes);
  if (!added.ok) return added.why;
  // Not awaited: without a majority it stays pending for long.
  const { byteLength } = bytes;
  void cards
    .together(() => cards.attach(card, { blob: added.id, name: file.name, bytes: byteLength }), mark)
    .catch((error: unknown) => console.error(error));
  return undefined;
}
