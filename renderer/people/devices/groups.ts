/** The people of a board, each with its devices. */

import type { Person } from '#app/session/view/view.ts';

/** At least one device: this one first, then as in the list of people. */
export interface PersonGroup {
  /** As a whole: connected if one of the devices is. The id is the first device’s in this list. */
  readonly person: Person;
  readonly devices: readonly Person[];
}

/** In the order of their first devices. */
export function groupsOf(people: readonly Person[]): readonly PersonGroup[] {
  const groups = new Map<string, Person[]>();
  for (const one of people) {
    const devices = groups.get(one.person);
    if (devices === undefined) groups.set(one.person, [one]);
    else devices.push(one);
  }
  return [...groups.values()].flatMap((devices) => {
    const [first, ...others] = devices;
    if (first === undefined) return [];
    const person: Person =
      others.length === 0 ? first : { ...first, connected: devices.some(({ connected }) => connected) };
    return [{ person, devices }];
  });
}

/** One entry for each person, under the person’s id: for choices of people. */
export function personsOf(people: readonly Person[]): readonly Person[] {
  return groupsOf(people).map(({ person }) =>
    person.id === person.person ? person : { ...person, id: person.person },
  );
}
