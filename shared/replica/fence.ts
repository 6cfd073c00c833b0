/**
 * The fence of a replica's database: random bytes of the opening that came last. Each write compares them with those of
 * its own opening in the same transaction, so two windows never act as one replica (`docs/architecture.md`).
 */

export const fenceBytes = 16;

/** @param stored the value in the database, of any type. */
export function isFence(stored: unknown, own: Uint8Array): boolean {
  return (
    stored instanceof Uint8Array &&
    stored.length === own.length &&
    stored.every((byte, position) => byte === own[position])
  );
}
