/** The initials and the colour of a person. */

import type { MantineTheme } from '@mantine/core';
import { locale } from '#shared/texts/catalog.ts';

/** Mantine's colours that have enough contrast with white text in both colour schemes. */
const colours = [
  'pax.8',
  'indigo.8',
  'grape.8',
  'pink.9',
  'orange.9',
  'green.9',
  'blue.9',
  'violet.7',
  'red.8',
  'cyan.9',
  'gray.7',
  'teal.9',
] as const;

/** @param colour as in `Person.colour`. */
export function colourOf(colour: number): (typeof colours)[number] {
  return colours[colour % colours.length] ?? colours[0];
}

/** The same as a CSS colour that needs no stylesheet. */
export function colourValueOf(colour: number, theme: Pick<MantineTheme, 'colors'>): string {
  const [name = '', shade = '8'] = colourOf(colour).split('.');
  return theme.colors[name]?.[Number(shade)] ?? '#495057';
}

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
