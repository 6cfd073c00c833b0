/** Others in Excalidraw's form: cursors with names and colours, selections, laser pointers, idle or away. */

import type { Collaborator, SocketId } from '@excalidraw/excalidraw/types';
import type { Whereabouts } from '#app/session/live/whereabouts.ts';
import { deviceTitle } from '#app/session/view/people/people.ts';
import type { Person } from '#app/session/view/view.ts';

export interface PeopleLook {
  /** Everyone on the board, as in the list of people. */
  people(): readonly Pick<Person, 'id' | 'name' | 'colour' | 'isMe' | 'isMine' | 'device'>[];
  /** CSS colours that a canvas accepts. @param colour as in `Person.colour`. */
  colour(colour: number): { readonly background: string; readonly text: string };
}

/** Excalidraw identifies a participant by its socket. Here that is the device. */
export function socketOf(id: string): SocketId {
  // Its type is a branded string of Excalidraw.
  return id as SocketId;
}

/** A device that is not in the list of people (a removed one) is not shown. */
export function collaboratorsOf(
  look: PeopleLook,
  others: ReadonlyMap<string, Whereabouts>,
): Map<SocketId, Collaborator> {
  const collaborators = new Map<SocketId, Collaborator>();
  for (const person of look.people()) {
    const { id, colour } = person;
    const where = others.get(id);
    if (person.isMe || where === undefined) continue;
    const socketId = socketOf(id);
    // The name of this person says nothing about another device of it.
    const name = person.isMine ? deviceTitle(person) : person.name;
    collaborators.set(socketId, collaborator(where, socketId, name, look.colour(colour)));
  }
  return collaborators;
}

function collaborator(
  { tab, activity, pointer, selected }: Whereabouts,
  socketId: SocketId,
  username: string,
  { background, text }: ReturnType<PeopleLook['colour']>,
): Collaborator {
  const isHere = tab === 'whiteboard';
  return {
    id: socketId,
    socketId,
    username,
    color: { background, stroke: text },
    // The values of Excalidraw's enumeration.
    userState: activity as NonNullable<Collaborator['userState']>,
    selectedElementIds: Object.fromEntries(
      isHere ? selected.map((element): [string, true] => [element, true]) : [],
    ),
    ...(isHere && pointer !== null
      ? {
          pointer: { x: pointer.x, y: pointer.y, tool: pointer.tool, laserColor: background },
          button: pointer.pressed ? 'down' : 'up',
        }
      : {}),
  };
}
