/** Base64 of blobs. As bytes: `btoa` needs a string of all bytes before it, and takes ten times as long. */

const letters = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const padding = 0x3d;

/** The base64 of `bytes`, in ASCII. */
export function base64Of(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = bytes;
  const text = new Uint8Array(Math.ceil(length / 3) * 4);
  for (let from = 0, to = 0; from < length; from += 3, to += 4) {
    const group = ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    text[to] = letters[group >> 18] ?? 0;
    text[to + 1] = letters[(group >> 12) & 63] ?? 0;
    text[to + 2] = from + 1 < length ? (letters[(group >> 6) & 63] ?? 0) : padding;
    text[to + 3] = from + 2 < length ? (letters[group & 63] ?? 0) : padding;
  }
  return text;
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
