/** The bytes are not a snapshot of a board, or not one that this version can read. */
export class BadSnapshot extends Error {
  override readonly name = 'BadSnapshot';
}
