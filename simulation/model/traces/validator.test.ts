import { expect, test } from 'vitest';
import { configurationEntry, firstGeneration } from '../spec/lifecycle.ts';
import type { TracedWrite } from './record.ts';
import { Refused, Validator } from './validator.ts';

const founding = { epoch: 0, round: 1, replica: 'a' };
const ballot = { epoch: 1, round: 1, replica: 'a' };

test('refuses a decision that two witnesses state and no majority has accepted', () => {
  const validator = new Validator();
  const write = (id: string, number: number, what: Partial<TracedWrite>) =>
    validator.take({
      type: 'write',
      id,
      write: { number, generation: firstGeneration, records: [], stops: false, ...what },
    });
  validator.take({ type: 'found', id: 'a' });
  const entry = configurationEntry(firstGeneration, ['a']);
  write('a', 1, { promised: founding, records: [{ slot: 1, ballot: founding, entry }] });
  validator.take({ type: 'durable', id: 'a', number: 1 });
  validator.take({ type: 'decide', id: 'a', slot: 1, entry });
  write('a', 2, { promised: ballot });
  validator.take({ type: 'durable', id: 'a', number: 2 });
  write('a', 3, { records: [{ slot: 2, ballot, entry: { name: 'of a' } }] });
  for (const witness of ['b', 'c']) write(witness, 1, { decided: 1 });
  // Each of the two could know of it from the other.
  const stated = () => write('b', 2, { decided: 2 });
  expect(stated).toThrow(Refused);
  expect(stated).toThrow('slot 2 is not decided');
});
