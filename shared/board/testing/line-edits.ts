/** Edits of texts by several people, for tests. */

import fc from 'fast-check';

/** An edit of some lines of a text: each is kept, deleted, changed, or has new ones before it. */
export const lineEdit = (author: string) =>
  fc
    .array(
      fc.record({
        keep: fc.constantFrom('keep' as const, 'delete' as const, 'change' as const),
        insert: fc.nat(2),
      }),
      { maxLength: 8 },
    )
    .map((steps) => ({ author, steps }));

type Edit = ReturnType<typeof lineEdit> extends fc.Arbitrary<infer Value> ? Value : never;

export function editedText(
  base: string,
  { author, steps }: Edit,
): { readonly text: string; readonly added: readonly string[] } {
  const added: string[] = [];
  const fresh = (): string => {
    const line = `${author} ${added.length}`;
    added.push(line);
    return line;
  };
  const lines = base.split('\n').flatMap((line, at) => {
    const step = steps[at];
    if (step === undefined) return [line];
    const inserted = Array.from({ length: step.insert }, fresh);
    return [...inserted, ...(step.keep === 'keep' ? [line] : step.keep === 'change' ? [fresh()] : [])];
  });
  return { text: lines.join('\n'), added };
}
