/**
 * Keeps the writing direction of a name within the name.
 *
 * A name from another person can hold controls of the direction. Without its end, such a control reverses the rest of the sentence, so that
 * it can state the opposite. Letters that are written from right to left move the digits and signs beside them: after a Hebrew
 * name, "3 of 5" reads "5 of 3".
 *
 * Sources: https://unicode.org/reports/tr9/#Explicit_Directional_Isolates,
 * https://www.w3.org/International/articles/inline-bidi-markup/
 */

const begin = '\u2068';
const end = '\u2069';

/** An isolate without controls in it, such as one of a sentence that is inserted into another, or any other control. */
const controls = /\u2068([^\p{Bidi_Control}]+)\u2069|\p{Bidi_Control}/gu;

const fromRight =
  /[\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Adlm}\p{sc=Samr}\p{sc=Mand}\p{sc=Rohg}]/u;

/** The text as a part of a sentence: without controls of its own, in an isolate if it has letters from right to left. */
export function isolated(text: string): string {
  const safe = text.replace(controls, (_, inner?: string) =>
    inner === undefined ? '' : `${begin}${inner}${end}`,
  );
  return fromRight.test(safe) ? `${begin}${safe}${end}` : safe;
}

/** A sentence that is stored or edited, and not only shown. */
export function withoutIsolates(text: string): string {
  return text.replaceAll(begin, '').replaceAll(end, '');
}
