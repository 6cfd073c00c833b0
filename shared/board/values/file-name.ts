/** Names of files that people attach: shown to others, and proposed as the name of a download. */

import { maxFileNameLength } from '../limits.ts';
import { isBlank } from './blank.ts';

/**
 * Control characters, separators of folders, characters that Windows refuses, and the characters that change the direction of
 * a text: with these, `photo\u202Egnp.exe` looks like `photoexe.png` (Unicode Technical Report 36, 2.10).
 */
const unsafe = /[\p{Cc}/\\:*?"<>|\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

export function isFileName(name: string): boolean {
  return !unsafe.test(name);
}

/** `name` without what {@link isFileName} refuses, cut to its bound; the ending stays. */
export function safeFileName(name: string): string {
  const safe = [...name]
    .map((character) => (unsafe.test(character) ? ' ' : character))
    .join('')
    .trim();
  if (isBlank(safe)) return 'file';
  if (safe.length <= maxFileNameLength) return safe;
  const ending = /\.[^. ]{1,16}$/.exec(safe)?.[0] ?? '';
  const start = safe.slice(0, maxFileNameLength - ending.length).replace(/[\ud800-\udbff]$/, '');
  return start.trimEnd() + ending;
}
