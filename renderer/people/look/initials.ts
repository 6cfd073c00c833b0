/** The initials of a person. */

import { locale } from '#shared/texts/catalog.ts';

/** One or two characters: of the first and the last word, or the number that distinguishes equal names. `?` if there is no name. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const first = firstCharacter(words[0]);
  const number = /^\((\d)/.exec(words.at(-1) ?? '')?.[1];
  const last = number ?? (words.length > 1 ? firstCharacter(words.at(-1)) : '');
  return (first + last).toLocaleUpperCase(locale()) || '?';
}

function firstCharacter(word: string | undefined): string {
  return word === undefined ? '' : (Array.from(word)[0] ?? '');
}
