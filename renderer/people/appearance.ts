/** How a person is drawn: the same on every device, as it follows from the name alone. */

/** Mantine's colours that carry white text well in both colour schemes. */
const colours = [
  'pax.8',
  'indigo.7',
  'grape.7',
  'pink.7',
  'orange.9',
  'green.9',
  'blue.8',
  'violet.7',
] as const;

export function colourOf(name: string): (typeof colours)[number] {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return colours[hash % colours.length] ?? colours[0];
}

/** One or two characters: of the first and the last word. `?` if there is no name. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const first = firstCharacter(words[0]);
  const last = words.length > 1 ? firstCharacter(words.at(-1)) : '';
  return (first + last).toLocaleUpperCase('en') || '?';
}

function firstCharacter(word: string | undefined): string {
  return word === undefined ? '' : (Array.from(word)[0] ?? '');
}
