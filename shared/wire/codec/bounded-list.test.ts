import * as v from 'valibot';
import { expect, it } from 'vitest';
import { boundedList } from './bounded-list.ts';

it('checks no item of a list that is too long, and reports one problem', () => {
  let checks = 0;
  const item = v.custom<number>(() => {
    checks += 1;
    return true;
  });
  const schema = boundedList(item, 3, 'more than 3');
  expect(v.safeParse(schema, [1, 2, 3]).success).toBe(true);
  expect(checks).toBe(3);
  const result = v.safeParse(schema, Array(1_000_000).fill(null));
  expect(result.issues?.map(({ message }) => message)).toEqual(['more than 3']);
  expect(checks).toBe(3);
});
