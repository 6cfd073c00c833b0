import type { BoardSession } from '#app/session/api.ts';

/** The blobs of a board's elements, without those of its cards. */
export function drawnBlobs(session: Pick<BoardSession, 'elements'>): ReadonlySet<unknown> {
  return new Set(session.elements().flatMap(({ type, fileId }) => (type === 'image' ? [fileId] : [])));
}
