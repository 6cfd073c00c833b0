/**
 * Finds the payload of an invite in pasted text. The text may be wrapped by a mail program (a paste turns line breaks
 * into spaces), quoted (`> `), in angle brackets, quotes or Markdown, between words, with invisible characters in it.
 *
 * The payload holds its length, so its end is known even if the text continues, and its checksum proves that the right
 * characters were joined.
 */

/** Characters of a text that is searched for an invite, at most. */
export const maxPastedLength = 32_768;

/** The end of a candidate. */
export type PayloadEnd =
  /** As many characters as the payload's length. */
  | 'whole'
  /** Fewer characters, or doubtful ones after a gap. */
  | 'cut'
  /** Followed by more characters, or interrupted by a foreign one. */
  | 'damaged';

export interface Candidate {
  /** Base64url characters, without the gaps. */
  readonly payload: string;
  readonly end: PayloadEnd;
  /** Set if the characters after a gap may be words rather than the rest of the payload. */
  readonly doubtful: boolean;
}

/** The properties of a payload that {@link candidates} needs. */
export interface PayloadForm {
  /** The first characters of every payload. */
  readonly mark: string;
  /** The number of characters that `lengthOf` needs. */
  readonly headLength: number;
  /** @returns the characters of the whole payload; undefined if no payload starts like this. */
  readonly lengthOf: (head: string) => number | undefined;
}

/** Candidates, at most: reading each costs a hash of a few kilobytes. */
const maxCandidates = 8;

/** Shorter pieces are words rather than lines of a wrapped link. */
const minLineLength = 16;

/** White space, and the invisible characters that programs insert into long words. */
const gap = /\u034f|[\ufe00-\ufe0f]|[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/;
const letter = /[A-Za-z0-9_-]/;
const linkStart = /paxboard:(?:\/\/)?join(\/?)|[#&;]join=/gi;

/**
 * All candidates for a payload, best first.
 *
 * @param text at most {@link maxPastedLength} characters.
 */
export function candidates(text: string, form: PayloadForm): readonly Candidate[] {
  const dense = withoutGaps(unescaped(text));
  const linked = startsInLinks(dense);
  const known = new Set(linked);
  const bare = startsWithMark(dense, form.mark).filter((at) => !known.has(at));
  const isPlausible = (at: number) => headAt(dense, at, form) !== undefined;
  const better = [...linked, ...bare].filter(isPlausible).slice(0, maxCandidates);
  const worse = linked.filter((at) => !isPlausible(at)).slice(0, maxCandidates);
  const starts = [...better, ...worse];
  // A word that starts like a payload counts only without a better candidate.
  const words = bare.filter((at) => !/[=/?&]/.test(dense.text.charAt(at - 1))).slice(0, 1);
  return (starts.length > 0 ? starts : words).map((at) => candidateAt(dense, at, form));
}

/** A text without gaps. */
interface Dense {
  readonly text: string;
  /** Whether there was a gap before the character at `at`, or the text starts or ends there. */
  readonly parted: (at: number) => boolean;
}

function withoutGaps(text: string): Dense {
  const kept: string[] = [];
  const gaps = new Set<number>([0]);
  for (const character of text) {
    const inGap = gaps.has(kept.length);
    // The `>` of a quoted line.
    if (gap.test(character) || (character === '>' && inGap)) gaps.add(kept.length);
    else for (let at = 0; at < character.length; at += 1) kept.push(character.charAt(at));
  }
  gaps.add(kept.length);
  return { text: kept.join(''), parted: (at) => gaps.has(at) };
}

const entities: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp|shy|#8203|#x200b);/gi, (_, name: string) => {
    return entities[name.toLowerCase()] ?? ' ';
  });
}

function startsInLinks({ text, parted }: Dense): readonly number[] {
  const hashAt = text.indexOf('#');
  const starts: number[] = [];
  for (const match of text.matchAll(linkStart)) {
    const end = match.index + match[0].length;
    // `join=` in a query is not a Paxboard link: that would send its secret to a server.
    const isLink = match[0].endsWith('=')
      ? hashAt >= 0 && match.index >= hashAt
      : match[1] === '/' || parted(end);
    if (isLink) starts.push(end);
  }
  return starts;
}

function startsWithMark({ text, parted }: Dense, mark: string): readonly number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const apart = parted(at) || !letter.test(text.charAt(at - 1));
    if (apart && !/^paxboard/i.test(text.slice(at, at + 8))) starts.push(at);
  }
  return starts;
}

function headAt({ text }: Dense, at: number, form: PayloadForm): number | undefined {
  const head = text.slice(at, at + form.headLength);
  return head.startsWith(form.mark) ? form.lengthOf(head) : undefined;
}

function candidateAt(dense: Dense, start: number, form: PayloadForm): Candidate {
  const { text, parted } = dense;
  const wanted = headAt(dense, start, form);
  const bound = start + (wanted ?? maxPastedLength);
  const pieces = [0];
  let at = start;
  while (at < bound && letter.test(text.charAt(at))) {
    if (at > start && parted(at)) {
      // Without a length, the next word may not belong to it.
      if (wanted === undefined) break;
      pieces.push(0);
    }
    pieces.push((pieces.pop() ?? 0) + 1);
    at += 1;
  }
  const payload = text.slice(start, at);
  const continues = !parted(at);
  if (wanted === undefined || at < bound) {
    const isInterrupted =
      continues && text.charAt(at) !== '&' && !parted(at + 1) && letter.test(text.charAt(at + 1));
    const doubtful = pieces.slice(1).some((length) => length < minLineLength);
    return { payload, end: isInterrupted && !doubtful ? 'damaged' : 'cut', doubtful };
  }
  // `_` and `-` alone are Markdown, or a dash.
  const more = continues && /^[_-]*[A-Za-z0-9]/.test(text.slice(at, at + 64));
  const doubtful =
    pieces.length > 1 && (more || pieces.slice(1, -1).some((length) => length < minLineLength));
  return { payload, end: more ? 'damaged' : 'whole', doubtful };
}
