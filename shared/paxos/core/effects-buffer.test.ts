import { expect, it } from 'vitest';
import { replicaId, type WriteNumber } from '../model/ids.ts';
import { EffectsBuffer } from './effects-buffer.ts';

const [self, other] = [replicaId('a'), replicaId('b')];
const message = { type: 'signOff', generation: 1, going: true } as const;
const change = { generation: 1, records: [] };

it('drops messages to others beyond its bound, and never a message to this replica itself', () => {
  const buffer = new EffectsBuffer(self, 2);
  buffer.write(change, 0);
  for (let count = 0; count < 5; count += 1) buffer.send({ to: other, message }, 'afterWrites');
  buffer.send({ to: self, message }, 'afterWrites');
  expect(buffer.nextToSelf()).toBeUndefined();
  buffer.persisted(1 as WriteNumber);
  expect(buffer.nextToSelf()).toEqual(message);
  expect(buffer.drain(undefined).messages).toHaveLength(2);
});

it('releases messages that wait for a write, and none that wait for a later one', () => {
  const buffer = new EffectsBuffer(self, 10);
  buffer.write(change, 0);
  buffer.send({ to: other, message }, 'afterWrites');
  buffer.write(change, 3);
  buffer.send({ to: other, message: { ...message, generation: 2 } }, 'afterWrites');
  buffer.persisted(1 as WriteNumber);
  expect(buffer.drain(undefined).messages.map(({ message: one }) => one.generation)).toEqual([1]);
  expect(buffer.writingSinceTick).toBe(3);
});
