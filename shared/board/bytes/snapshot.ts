/** A board's content as bytes: equal contents have equal bytes. */

import type { BoardContent } from '../content.ts';
import { contentInSteps } from './restoring/restoring.ts';
import { joinedBytes, snapshotPieces } from './snapshot-pieces.ts';

/** @see contentFromSnapshot */
export function snapshotOf(content: BoardContent): Uint8Array {
  return joinedBytes([...snapshotPieces(content)]);
}

/** @throws BadSnapshot unless {@link snapshotOf} gives these bytes for some content. */
export function contentFromSnapshot(bytes: Uint8Array): BoardContent {
  const steps = contentInSteps(bytes);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
