/**
 * Which texts show nothing. The code points are listed: `\p{…}` and `trim()` follow the version of Unicode that a device
 * has, and all devices must refuse the same texts.
 */

/**
 * White space, control characters, and characters without a glyph of their own: soft hyphen, joiners, marks of
 * direction, fillers, variation selectors, tags.
 */
const invisible =
  /^(?:\u034f|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\0-\u0020\u007f-\u00a0\u00ad\u061c\u115f\u1160\u1680\u17b4\u17b5\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}])*$/u;

/** Whether no character of `text` is visible. Costs its length, at most. */
export function isBlank(text: string): boolean {
  return invisible.test(text);
}
