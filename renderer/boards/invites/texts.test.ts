import { expect, it } from 'vitest';
import { inviteProblems, joinQuestion } from './texts.ts';

it('has a separate sentence for each fault of an invite', () => {
  const sentences = Object.values(inviteProblems);
  expect(new Set(sentences).size).toBe(sentences.length);
  expect(inviteProblems.truncated).toContain('end of this invite is missing');
  expect(inviteProblems['newer-version']).toContain('Update Paxboard');
});

it('has a question for a board without a name', () => {
  expect(joinQuestion('Harbour')).toBe('Join “Harbour”?');
  expect(joinQuestion(' ')).toBe('Join this board?');
});
