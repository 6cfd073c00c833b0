/** The type of a file by its first bytes: some programs, and people, give a drawing the name of a picture, or a picture that of a drawing. */

import { drawingType } from './file-types.ts';

/** Bytes that are read of a file. Comments and declarations may precede the first element of an SVG. */
const startBytes = 4_096;

const starts: readonly (readonly [start: RegExp, type: string])[] = [
  [/^\x89PNG\r\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[\s\S]{4}WEBP/, 'image/webp'],
  // Each may begin with the mark of UTF-8.
  [/^(?:\xef\xbb\xbf)?\s*</, 'image/svg+xml'],
  [/^(?:\xef\xbb\xbf)?\s*\{/, drawingType],
];

/**
 * The same file, with the type of its content: that of a picture, or {@link drawingType} for JSON. One of any other content, or that cannot be
 * read, stays as it is. Never rejects.
 */
export async function withTrueType(file: File): Promise<File> {
  let start: string;
  try {
    const bytes = new Uint8Array(await file.slice(0, startBytes).arrayBuffer());
    start = String.fromCharCode(...bytes);
  } catch {
    // Its reader reports that.
    return file;
  }
  const type = starts.find(([pattern]) => pattern.test(start))?.[1];
  if (type === undefined || type === file.type) return file;
  // A page of a browser, or any other XML.
  if (type === 'image/svg+xml' && !/<svg[\s>]/i.test(start)) return file;
  return new File([file], file.name, { type, lastModified: file.lastModified });
}
