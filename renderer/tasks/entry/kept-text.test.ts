import { expect, it } from 'vitest';
import { FakeStorage } from '../../testing/fake-storage.ts';
import { Drafts } from './drafts.ts';
import { readKept, storeKept, withRefusedText } from './kept-text.ts';

it('a text is kept until it is sent, discarded, or as it was', () => {
  const storage = new FakeStorage();
  const kept = () => readKept(new Drafts(storage), 'b', 'comment-t');
  const store = (next: Parameters<typeof storeKept>[3]) =>
    storeKept(new Drafts(storage), 'b', 'comment-t', next);
  expect(kept()).toBeUndefined();
  store({ was: '', text: 'Forty metres' });
  expect(kept()).toEqual({ was: '', text: 'Forty metres' });
  store(undefined);
  expect(kept()).toBeUndefined();
  store({ was: 'Forty metres', text: 'Fifty metres' });
  expect(kept()).toEqual({ was: 'Forty metres', text: 'Fifty metres' });
  store({ was: 'Forty metres', text: 'Forty metres' });
  expect(kept()).toBeUndefined();
});

it('a refused text returns, except over another one', () => {
  const refused = { was: '', text: 'Forty metres' };
  const other = { was: '', text: 'Fifty' };
  expect(withRefusedText(undefined, refused)).toBe(refused);
  expect(withRefusedText({ was: '', text: '' }, refused)).toBe(refused);
  expect(withRefusedText(other, refused)).toBe(other);
});
