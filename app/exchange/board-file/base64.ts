/** Base64 of blobs, in pieces: a string of all of a large blob would be copied several times. */

/** Bytes of one piece: a multiple of three, so that only the last piece has padding. */
const pieceBytes = 0x8000 - (0x8000 % 3);

/** The pieces of the base64 of `bytes`; joined, they are the whole. */
export function base64Pieces(bytes: Uint8Array): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + pieceBytes))));
  }
  return pieces;
}

/** @returns undefined if `text` is not base64. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    // Invalid base64 is a result, not a failure.
    return undefined;
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
