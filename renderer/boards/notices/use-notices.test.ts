import { expect, it } from 'vitest';
import type { Notice } from '#app/session/view/view.ts';
import { unshown } from './use-notices.ts';

it('shows each notice once', () => {
  const notice = (number: number): Notice => ({ number, kind: { type: 'local', refusal: 'stopped' } });
  expect(unshown([notice(1), notice(2), notice(3)], 0)).toHaveLength(3);
  expect(unshown([notice(2), notice(3)], 2)).toEqual([notice(3)]);
  expect(unshown([notice(2)], 2)).toEqual([]);
});
