/** A person on a board, for tests. */

import type { Person } from '#app/session/view/view.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';

export const person = (name: string, change: Partial<Person> = {}): Person => ({
  id: replicaId(name.replace(/[^a-z]/gi, '')),
  person: change.id ?? replicaId(name.replace(/[^a-z]/gi, '')),
  name,
  colour: 0,
  isMe: false,
  isMine: change.isMe === true,
  connected: false,
  access: 'edit',
  role: change.access === 'view' ? 'viewer' : 'editor',
  votes: true,
  leads: false,
  ...change,
});
