/** Data URLs, Excalidraw's form of images in memory, files and clipboard. */

/** @returns undefined unless `url` is a data URL in base64 of at most `maxBytes` decoded bytes. */
export function bytesOfDataUrl(url: unknown, maxBytes: number): Uint8Array<ArrayBuffer> | undefined {
  if (typeof url !== 'string' || url.length > 200 + (maxBytes + 2) * (4 / 3)) return undefined;
  const comma = url.indexOf(',');
  if (comma < 0 || comma > 200 || !/^data:[-+.;=/\w]*;base64$/i.test(url.slice(0, comma))) return undefined;
  try {
    const text = atob(url.slice(comma + 1));
    if (text.length > maxBytes) return undefined;
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch {
    // Invalid base64 is a result, not a failure.
    return undefined;
  }
}

const sliceBytes = 0x8000 - (0x8000 % 3);

export function dataUrlOf(bytes: Uint8Array, type: string): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.byteLength; at += sliceBytes) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + sliceBytes))));
  }
  return `data:${type};base64,${parts.join('')}`;
}
