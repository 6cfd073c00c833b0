/** Texts that every device can encode: half of a surrogate pair has no bytes in UTF-8. */

const loneSurrogate = /\p{Surrogate}/u;
const loneSurrogates = /\p{Surrogate}/gu;

export function isWellFormed(text: string): boolean {
  return !loneSurrogate.test(text);
}

/** `text` with U+FFFD in the place of each lone surrogate; the same text if it has none. */
export function wellFormed(text: string): string {
  return loneSurrogate.test(text) ? text.replace(loneSurrogates, '\ufffd') : text;
}
