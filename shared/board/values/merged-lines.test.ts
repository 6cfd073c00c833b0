import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Board } from '../board.ts';
import { maxNotesLength } from '../limits.ts';
import { anna, ask, ben, carla } from '../testing/authors.ts';
import { editedText, lineEdit } from '../testing/line-edits.ts';
import { mergedLines } from './merged-lines.ts';

it.each([
  ['each added a line at the end', 'a', 'a\nmilk', 'a\nbread', 'a\nbread\nmilk'],
  ['each changed another line', 'a\nb\nc', 'a!\nb\nc', 'a\nb\nc?', 'a!\nb\nc?'],
  ['each changed one of two lines beside each other', 'a\nb', 'a!\nb', 'a\nb?', 'b?\na!'],
  ['both changed the same line', 'a boat', 'a ship', 'a ferry', 'a ferry\na ship'],
  ['one deleted the line that the other changed', 'a\nb', 'a', 'a\nboat', 'a\nboat'],
  ['one deleted a line, the other added one', 'a\nb\nc', 'a\nc', 'a\nb\nc\nd', 'a\nc\nd'],
  ['both added the same line', 'a', 'a\nmilk', 'a\nmilk', 'a\nmilk'],
  ['the text was empty', '', 'milk', 'bread', 'bread\nmilk'],
  ['one emptied it, the other added lines around it', 'a', '', 'x\na\ny', 'x\ny'],
  ['only one changed them', 'a', 'b', 'a', 'b'],
])('%s', (_, base, mine, theirs, result) => {
  expect(mergedLines(base, mine, theirs)).toBe(result);
});

// Compared line by line, these take longer than the timeout of a test.
it('thousands of equal lines are merged without a comparison of each with each', () => {
  const equal = Array.from({ length: 9_000 }, () => '');
  const merged = mergedLines(
    equal.join('\n'),
    ['mine', ...equal].join('\n'),
    [...equal, 'theirs'].join('\n'),
  );
  expect(merged.split('\n').filter((line) => line !== '')).toEqual(['theirs', 'mine']);
});

it('three people who edit the same notes at once lose no line, and three replicas agree on the result', () => {
  const base = fc.array(fc.constantFrom('one', 'two', 'three', 'four', ''), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(base, lineEdit('anna'), lineEdit('ben'), lineEdit('carla'), (lines, ...edits) => {
      const notes = lines.join('\n');
      const boards = [new Board(), new Board(), new Board()];
      const made = edits.map((one) => editedText(notes, one));
      const digests = boards.map((board) => {
        ask(board, anna, { type: 'task/create', id: 'a', title: 'A', column: 'todo', notes });
        for (const [at, who] of [anna, ben, carla].entries()) {
          const text = made[at]?.text ?? '';
          ask(board, who, { type: 'task/edit', id: 'a', notes: text, notesWere: notes, log: true });
        }
        return board.digest();
      });
      expect(new Set(digests).size).toBe(1);
      const result = boards[0]?.task('a')?.notes.split('\n');
      for (const { added } of made) expect(result).toEqual(expect.arrayContaining([...added]));
    }),
  );
});

it('notes that are too long together are refused, and stay', () => {
  const board = new Board();
  ask(board, anna, { type: 'task/create', id: 'a', title: 'A', column: 'todo', notes: '' });
  const long = (mark: string) => mark.repeat(maxNotesLength / 2 + 1);
  ask(board, anna, { type: 'task/edit', id: 'a', notes: long('a'), notesWere: '' });
  const outcome = ask(board, ben, { type: 'task/edit', id: 'a', notes: long('b'), notesWere: '' });
  expect(outcome).toEqual({ status: 'refused', reason: 'too-large' });
  expect(board.task('a')?.notes).toBe(long('a'));
});

it('an edit without its base replaces the notes, as one of an earlier version does', () => {
  const board = new Board();
  ask(board, anna, { type: 'task/create', id: 'a', title: 'A', column: 'todo', notes: 'a' });
  ask(board, ben, { type: 'task/edit', id: 'a', notes: 'b' });
  expect(board.task('a')?.notes).toBe('b');
});
