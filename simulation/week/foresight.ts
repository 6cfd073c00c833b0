/**
 * The least waiting of any policy that keeps a number of voters, even of one that knows the whole week beforehand: a
 * bound for the policy of the product, which knows the past only.
 *
 * Dynamic programming over the sets of voters. A set can follow another one while one group has a majority of
 * both, as the engine demands (`docs/protocol.md`, "Changing the voters"). Data, links and handovers cost nothing here.
 */

import type { Place, Week } from './calendar.ts';

/** A set of devices: bit `n` is device `n`. */
type Devices = number;

interface Moment {
  readonly at: number;
  /** Changes where the devices are, and the working people. */
  readonly apply: (now: Now) => void;
}

interface Now {
  readonly places: (Place | undefined)[];
  readonly working: number[];
}

/**
 * @param leastVoters a board never has fewer, unless it has fewer people
 * @param hasWitness a lent vote at the office is always on; it is a minority of the voters
 * @returns seconds of work without a settled change
 */
export function leastWait(week: Week, leastVoters: number, hasWitness = false): number {
  const { people } = week;
  const sets = setsOfVoters(people, Math.min(leastVoters, people), hasWitness);
  const waits = new Float64Array(sets.length);
  const places: (Place | undefined)[] = new Array(people).fill(undefined);
  if (hasWitness) places.push('office');
  const now: Now = { places, working: new Array(people).fill(0) };
  let since = 0;
  for (const { at, apply } of momentsOf(week)) {
    if (at > since) addWaits(sets, waits, now, at - since);
    since = at;
    apply(now);
  }
  return waits.reduce((least, wait) => Math.min(least, wait), Number.POSITIVE_INFINITY);
}

/** With a witness, which is the last device, at least three: it is a minority. */
function setsOfVoters(people: number, least: number, hasWitness: boolean): readonly Devices[] {
  const devices = hasWitness ? people + 1 : people;
  return Array.from({ length: 2 ** devices }, (_, set) => set).filter(
    (set) => sizeOf(set) >= (set >= 2 ** people ? Math.max(3, least) : least),
  );
}

/** Adds what `seconds` in this state cost with each set of voters, after a change to that set if it is cheaper. */
function addWaits(sets: readonly Devices[], waits: Float64Array, now: Now, seconds: number): void {
  const groups = groupsOf(now.places);
  const working = setOf(now.working.map((count) => count > 0));
  const settling = sets.map((voters) =>
    groups.findIndex((group) => sizeOf(group & voters) * 2 > sizeOf(voters)),
  );
  const cheapest = groups.map((_, group) =>
    sets.reduce(
      (least, _set, index) => (settling[index] === group ? Math.min(least, waits[index] ?? 0) : least),
      Number.POSITIVE_INFINITY,
    ),
  );
  for (const index of sets.keys()) {
    const group = settling[index] ?? -1;
    const before = Math.min(waits[index] ?? 0, cheapest[group] ?? Number.POSITIVE_INFINITY);
    waits[index] = before + (sizeOf(working) - sizeOf(working & (groups[group] ?? 0))) * seconds;
  }
}

/** Those at the office reach each other; a device at home reaches none. */
function groupsOf(places: readonly (Place | undefined)[]): readonly Devices[] {
  const office = setOf(places.map((place) => place === 'office'));
  const homes = places.flatMap((place, device) => (place === 'home' ? [1 << device] : []));
  return [office, ...homes];
}

function momentsOf({ stays, work }: Week): readonly Moment[] {
  const move = (device: number, place: Place | undefined) => (now: Now) => {
    now.places[device] = place;
  };
  const count = (device: number, by: 1 | -1) => (now: Now) => {
    now.working[device] = (now.working[device] ?? 0) + by;
  };
  return [
    // The end first: a stay can follow another one at once.
    ...stays.map(({ device, to }) => ({ at: to, apply: move(device, undefined) })),
    ...stays.map(({ device, from, place }) => ({ at: from, apply: move(device, place) })),
    ...work.flatMap(({ device, from, to }) => [
      { at: from, apply: count(device, 1) },
      { at: to, apply: count(device, -1) },
    ]),
  ].toSorted((a, b) => a.at - b.at);
}

function setOf(members: readonly boolean[]): Devices {
  return members.reduce((set, isMember, device) => (isMember ? set | (1 << device) : set), 0);
}

function sizeOf(devices: Devices): number {
  let size = 0;
  for (let rest = devices; rest !== 0; rest &= rest - 1) size += 1;
  return size;
}
