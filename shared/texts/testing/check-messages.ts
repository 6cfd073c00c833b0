/** Checks of messages: that they parse, and that a translation fits its source. */

import type { IntlMessageFormat } from 'intl-messageformat';
import { parseMessage, type Translation } from '../catalog.ts';

/** The names of a message’s arguments. @throws SyntaxError if it is not an ICU message. */
export function argumentNames(message: string): ReadonlySet<string> {
  const names = new Set<string>();
  collect(parseMessage(message, 'en').getAst(), names);
  return names;
}

function collect(elements: ReturnType<IntlMessageFormat['getAst']>, names: Set<string>): void {
  for (const element of elements) {
    // 0 is literal text, 7 is `#`.
    if (element.type !== 0 && element.type !== 7) names.add(element.value);
    if ('options' in element) {
      for (const { value } of Object.values(element.options)) collect(value, names);
    }
  }
}

/** The problems of a translation: unknown ids, messages that do not parse, arguments that the source does not have. */
export function translationProblems(
  sources: ReadonlyMap<string, string>,
  translation: Translation,
): readonly string[] {
  return Object.entries(translation).flatMap(([id, message]) => {
    const source = sources.get(id);
    if (source === undefined) return [`${id}: no such message`];
    try {
      const known = argumentNames(source);
      return [...argumentNames(message)]
        .filter((name) => !known.has(name))
        .map((name) => `${id}: no argument ${name}`);
    } catch (error) {
      return [`${id}: ${error}`];
    }
  });
}

/** Every message in brackets. A sentence that joins two messages shows brackets in its middle. */
export function pseudoTranslation(sources: ReadonlyMap<string, string>): Translation {
  return Object.fromEntries([...sources].map(([id, message]) => [id, `⟦${message}⟧`]));
}
