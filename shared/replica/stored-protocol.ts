/**
 * The protocol of the newest version that has opened a replica's database (`shared/invite/handshake.ts`).
 *
 * Versions of different protocols may decide the outcome of a command differently, so they do not link. A database is a
 * link in time: an older version that replays commands of a newer one would refuse those that it does not know, and
 * then decide further commands from a state that no newer device has. So it leaves such a database closed and unchanged.
 * A newer version may open it: the effect of older commands stays the same (`docs/architecture.md`, "The task list").
 */

import * as v from 'valibot';
import { peerProtocol } from '../invite/handshake.ts';

/** A protocol in storage; versions before this rule have stored none. */
export const storedProtocolSchema = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));

/**
 * Whether a version may open a database.
 *
 * @param newest the protocol of the newest version that has opened it; undefined if none has stored its own.
 * @param own that of this version.
 */
export function mayOpen(newest: number | undefined, own = peerProtocol): boolean {
  return newest === undefined || newest <= own;
}
