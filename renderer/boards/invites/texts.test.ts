import { expect, it } from 'vitest';
import { inviteProblemText } from './texts.ts';

it('has a sentence of its own for each thing that can be wrong with an invite', () => {
  const problems = ['empty', 'not-an-invite', 'truncated', 'damaged', 'newer-version'] as const;
  expect(new Set(problems.map(inviteProblemText)).size).toBe(problems.length);
  expect(inviteProblemText('truncated')).toContain('end of this invite is missing');
  expect(inviteProblemText('newer-version')).toContain('Update Paxboard');
});
