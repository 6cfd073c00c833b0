import { expect, it } from 'vitest';
import type { Role } from '#shared/board/member/role.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { OwnRole } from './own-role.ts';

const me = replicaId('me');
const board = (role: Role) => ({ role: () => role });

it('reports the changes of others only, also after a refused request for the same role', () => {
  const reported: Role[] = [];
  const own = new OwnRole(me, (role) => reported.push(role));
  own.update(board('editor'));
  own.begin(board('owner'));
  own.asked({ type: 'member/role', id: me, role: 'viewer', name: 'Mia' });
  own.refused();
  own.update(board('viewer'));
  expect(reported).toEqual(['viewer']);
  own.update(board('owner'));
  own.asked({ type: 'member/hand-over', id: replicaId('other') });
  own.update(board('editor'));
  expect(reported).toEqual(['viewer', 'owner']);
});
