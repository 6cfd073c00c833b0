/**
 * Parses the JSON of a large file without keeping the page busy: its outermost object property by property, and each list in it
 * item by item. `JSON.parse` reads every part, so the result is that of `JSON.parse` for the whole.
 */

/**
 * Characters of one item of a list, at most. One that is longer becomes `null`, which no list of a board accepts: the bounds of all
 * items are far below.
 */
export const maxItemLength = 16 * 1024 * 1024;

/** Characters between two pauses within a part, about. */
const stride = 1024 * 1024;

const [quote, backslash] = ['"', '\\'];

/**
 * Yields after each part.
 *
 * @returns the object.
 * @throws SyntaxError unless `text` is a JSON object.
 */
export function* parsing(text: string): Generator<void, object> {
  const reader = new Reader(text);
  const properties: [name: string, value: unknown][] = [];
  reader.expect('{');
  if (!reader.takes('}')) {
    do {
      const name = reader.name();
      reader.expect(':');
      properties.push([name, reader.takes('[') ? yield* items(reader) : JSON.parse(yield* reader.part())]);
      yield;
    } while (reader.takes(','));
    reader.expect('}');
  }
  reader.end();
  return Object.fromEntries(properties);
}

function* items(reader: Reader): Generator<void, unknown[]> {
  const list: unknown[] = [];
  if (reader.takes(']')) return list;
  do {
    const item = yield* reader.part();
    list.push(item.length > maxItemLength ? null : JSON.parse(item));
    yield;
  } while (reader.takes(','));
  reader.expect(']');
  return list;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads `character`, if it is the next one after spaces. */
  takes(character: string): boolean {
    this.#skipSpaces();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  expect(character: string): void {
    if (!this.takes(character)) throw new SyntaxError(`no ${character} at ${this.#at}`);
  }

  end(): void {
    this.#skipSpaces();
    if (this.#at < this.#text.length) throw new SyntaxError(`text after the end at ${this.#at}`);
  }

  name(): string {
    this.#skipSpaces();
    const start = this.#at;
    if (this.#text[start] !== quote) throw new SyntaxError(`no name at ${start}`);
    this.#skipString();
    return JSON.parse(this.#text.slice(start, this.#at));
  }

  /** The text of the next value. It is none yet: only its brackets are counted. */
  *part(): Generator<void, string> {
    this.#skipSpaces();
    const start = this.#at;
    let pauseAt = start + stride;
    let depth = 0;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at];
      if (depth === 0 && (character === ',' || character === ']' || character === '}')) break;
      if (character === quote) this.#skipString();
      else {
        if (character === '[' || character === '{') depth += 1;
        if (character === ']' || character === '}') depth -= 1;
        this.#at += 1;
      }
      if (this.#at < pauseAt) continue;
      yield;
      pauseAt = this.#at + stride;
    }
    return this.#text.slice(start, this.#at);
  }

  #skipSpaces(): void {
    while (/^[ \n\r\t]$/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  /** From its first quote to the character after its last one. */
  #skipString(): void {
    for (let at = this.#at + 1; ; ) {
      const end = this.#text.indexOf(quote, at);
      if (end === -1) throw new SyntaxError(`a string without an end at ${this.#at}`);
      let slashes = 0;
      while (this.#text[end - 1 - slashes] === backslash) slashes += 1;
      at = end + 1;
      if (slashes % 2 === 1) continue;
      this.#at = at;
      return;
    }
  }
}
