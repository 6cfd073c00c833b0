import { expect, test } from 'vitest';
import { configuration } from '../model/configuration.ts';
import { replicaId } from '../model/ids.ts';
import { Invitation } from './invitation.ts';

const [a, b, c, d] = [replicaId('a'), replicaId('b'), replicaId('c'), replicaId('d')];

test('only the next voters count as holders of an invited configuration, each of them once', () => {
  const invitation = new Invitation(configuration(1, [a]), configuration(1, [b, c, d]), 0);
  for (const other of [a, replicaId('learner'), a]) invitation.held(other);
  invitation.held(b);
  invitation.held(b);
  expect(invitation.isAccepted).toBe(false);
  invitation.held(d);
  expect(invitation.isAccepted).toBe(true);
});
