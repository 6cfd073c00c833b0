/** The view of a new board with one person. */

import type { Person, SessionView } from '#app/session/view/view.ts';
import { firstColumns } from '#shared/board/task/model.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';

export function firstView(options: {
  readonly boardId: string;
  readonly boardName: string;
  readonly myName: string;
}): SessionView {
  const me: Person = {
    id: replicaId('me'),
    person: replicaId('me'),
    name: options.myName,
    colour: 0,
    isMe: true,
    isMine: true,
    connected: true,
    access: 'edit',
    role: 'owner',
    votes: true,
    leads: true,
  };
  return {
    boardId: options.boardId,
    boardName: options.boardName,
    me,
    people: [me],
    roundTripsMs: {},
    standings: {},
    inCharge: true,
    newcomers: 'editor',
    choices: [],
    witnesses: [],
    removed: [],
    link: { step: 'none' },
    leader: noBallot,
    health: { state: 'settling', voters: 1, reachable: 1, settleMs: 3 },
    canRecover: false,
    recoveryLoses: undefined,
    signaling: { status: 'connected' },
    pendingChanges: 0,
    settledThrough: 1,
    tasks: { todo: [], doing: [], done: [] },
    shelves: { archive: [], trash: [] },
    columns: firstColumns,
    labels: [],
    library: [],
    templates: [],
    notices: [],
  };
}
