import { describe, expect, it } from 'vitest';
import { nowhere, type Whereabouts } from '#app/session/live/whereabouts.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { collaboratorsOf, type PeopleLook, socketOf } from './collaborators.ts';

const [me, ben, gone] = [replicaId('me'), replicaId('ben'), replicaId('gone')];

const look: PeopleLook = {
  people: () => [
    { id: me, name: 'Ada', colour: 0, isMe: true, isMine: true },
    { id: ben, name: 'Ben (2)', colour: 3, isMe: false, isMine: false },
  ],
  colour: (colour) => ({ background: `colour ${colour}`, text: 'dark' }),
};

const pointer = { x: 1, y: 2, tool: 'laser', pressed: true } as const;
const where: Whereabouts = { ...nowhere, activity: 'idle', pointer, selected: ['a'] };

describe('collaborators', () => {
  it('have the names and colours of the list of people, and all are in that list', () => {
    const others = new Map([me, ben, gone].map((id) => [id, where]));
    expect(collaboratorsOf(look, others)).toEqual(
      new Map([
        [
          socketOf(ben),
          {
            id: 'ben',
            socketId: 'ben',
            username: 'Ben (2)',
            color: { background: 'colour 3', stroke: 'dark' },
            userState: 'idle',
            selectedElementIds: { a: true },
            pointer: { x: 1, y: 2, tool: 'laser', laserColor: 'colour 3' },
            button: 'down',
          },
        ],
      ]),
    );
  });

  it('have no pointer and no selection while they are in the tasks', () => {
    const [ben] = collaboratorsOf(look, new Map([[replicaId('ben'), { ...where, tab: 'tasks' }]])).values();
    expect(ben).not.toHaveProperty('pointer');
    expect(ben?.selectedElementIds).toEqual({});
  });
});
