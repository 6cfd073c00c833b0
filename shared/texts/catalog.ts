/**
 * Sentences for people, as catalogs of ICU messages, with an optional translation.
 *
 * Syntax of a message: https://unicode-org.github.io/icu/userguide/format_parse/messages/
 */

import type { GetICUArgs } from '@schummar/icu-type-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import { isolated } from './direction.ts';

/** Messages by key, optionally in groups: a message's id is the path of keys. */
export interface Messages {
  readonly [key: string]: string | Messages;
}

/** The arguments of a message: plurals and numbers take a number, a `select` takes one of its cases. */
type Arguments<Message extends string> = GetICUArgs<
  Message,
  { ICUArgument: string; ICUNumberArgument: number; ICUDateArgument: never }
>;

/**
 * A string, or for a message with arguments a function that takes them by name. `never` for a message that is not a
 * literal type: a literal that `satisfies` a type also needs `as const`.
 */
export type Text<Message extends string> = string extends Message
  ? never
  : keyof Arguments<Message> extends never
    ? string
    : (args: Arguments<Message>) => string;

export type Texts<M> = {
  readonly [Key in keyof M]: M[Key] extends string ? Text<M[Key]> : Texts<M[Key]>;
};

/** The language of the catalogs in the source. */
export const sourceLocale = 'en-GB';

/** Messages of another language by id: `tasks.card.duplicate`. A missing one shows in the source’s language. */
export type Translation = Readonly<Record<string, string>>;

interface Language {
  readonly locale: string;
  readonly translation: Translation;
  /** Parsed messages by id. */
  readonly formats: Map<string, IntlMessageFormat>;
}

const sources = new Map<string, string>();
let language: Language = { locale: sourceLocale, translation: {}, formats: new Map() };

/**
 * A room’s messages as texts. They follow the current translation, so read them when they are shown, and not when a
 * module loads. Inserted names are isolated (`direction.ts`); a text that is stored goes through `withoutIsolates` first.
 *
 * @param id the room: the first part of each message’s id.
 * @throws Error if another catalog has the same id and another message under it.
 */
export function catalog<const M extends Messages>(id: string, messages: M): Texts<M> {
  const texts = {};
  for (const [key, message] of Object.entries(messages)) {
    Object.defineProperty(texts, key, { enumerable: true, ...property(`${id}.${key}`, message) });
  }
  return texts as Texts<M>;
}

function property(id: string, message: string | Messages): PropertyDescriptor {
  if (typeof message !== 'string') return { value: catalog(id, message) };
  if ((sources.get(id) ?? message) !== message) throw new Error(`two messages have the id ${id}`);
  sources.set(id, message);
  if (!message.includes('{')) return { get: () => format(id, message, {}) };
  return { value: (args: Record<string, string | number>) => format(id, message, args) };
}

/**
 * Shows every text in another language from now on.
 *
 * @returns a function that restores the previous language.
 */
export function setTranslation(locale: string, translation: Translation): () => void {
  const previous = language;
  language = { locale, translation, formats: new Map() };
  return () => {
    language = previous;
  };
}

/** The language for numbers, times and lists, as a BCP 47 tag. */
export function locale(): string {
  return language.locale;
}

/** The messages of all loaded catalogs, by id. */
export function sourceMessages(): ReadonlyMap<string, string> {
  return sources;
}

/** @throws SyntaxError if it is not an ICU message. */
export function parseMessage(message: string, locale: string): IntlMessageFormat {
  return new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
}

function format(id: string, source: string, args: Record<string, string | number>): string {
  let parsed = language.formats.get(id);
  if (parsed === undefined) {
    const translated = Object.hasOwn(language.translation, id) ? language.translation[id] : undefined;
    parsed =
      translated === undefined
        ? parseMessage(source, sourceLocale)
        : parseMessage(translated, language.locale);
    language.formats.set(id, parsed);
  }
  return String(parsed.format(inserted(args)));
}

function inserted(args: Record<string, string | number>): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(args)) {
    values[name] = typeof value === 'string' ? isolated(value) : value;
  }
  return values;
}
