/** The time of each stage on the critical path of a change, over the pages of all devices. */

import type { Stage } from '../pages/settle-stages.ts';
import { quantileOf } from './statistics.ts';

/** The stages that one device has recorded. */
export interface Recorded {
  readonly replica: string;
  readonly stages: readonly Stage[];
}

/** The parts of the path, in order; none of a change's path has all of them. */
export const parts = [
  'encoded and signed, until it is sent or stored',
  'submission on its way',
  'checked and proposed by the leader',
  'proposal on its way',
  'checked, until the transaction begins',
  'transaction',
  'accept on its way',
  'decided, applied and reported',
] as const;

export type Part = (typeof parts)[number];

/** Milliseconds of each part. */
export type Path = { readonly [part in Part]?: number };

/** A device with its stages by the clock of the leader. */
interface Device extends Recorded {
  readonly find: (name: Stage['name'], test: (stage: Stage) => boolean) => Stage | undefined;
}

/** Page clocks have a resolution of a tenth of a millisecond. */
const resolutionMs = 0.11;

/**
 * The paths of the author's changes, one at a time. A path ends with the accept that completes the majority; changes of
 * which a stage is missing are omitted.
 */
export function pathsOf(devices: readonly Recorded[], leader: string, author: string): readonly Path[] {
  const reference = devices.find(({ replica }) => replica === leader);
  if (reference === undefined) throw new Error('the leader has recorded nothing');
  const aligned = devices.map((device) => alignedTo(reference, device));
  const own = aligned.find(({ replica }) => replica === author);
  if (own === undefined) throw new Error('the author has recorded nothing');
  return own.stages.flatMap((begun, at) => {
    if (begun.name !== 'begun') return [];
    const rest = own.stages.slice(at);
    const reported = rest.find(({ name }) => name === 'reported');
    const decided = rest.find(({ name }) => name === 'decided');
    if (reported === undefined || decided === undefined) return [];
    const path = pathOf(aligned, leader, own, { begun, decided, reported });
    return path === undefined ? [] : [path];
  });
}

function pathOf(
  devices: readonly Device[],
  leader: string,
  author: Device,
  { begun, decided, reported }: Readonly<Record<'begun' | 'decided' | 'reported', Stage>>,
): Path | undefined {
  const slot = decided.slots.at(-1);
  const isOf = (stage: Stage) => slot !== undefined && stage.slots.includes(slot);
  const of = (replica: string) => devices.find((device) => device.replica === replica);
  const last = author.stages.findLast(
    (stage) =>
      (stage.name === 'stored' || stage.name === 'received accept') &&
      isOf(stage) &&
      stage.at <= decided.at + resolutionMs,
  );
  const voter = last === undefined ? undefined : of(last.peer ?? author.replica);
  const head = of(leader);
  if (last === undefined || voter === undefined || head === undefined) return undefined;
  const marks: [Part, Stage | undefined][] = [];
  if (author !== head) {
    const submitted = author.find('sent submit', ({ at }) => at >= begun.at);
    const taken = head.find('received submit', ({ at, peer }) => peer === author.replica && at >= begun.at);
    marks.push(
      ['encoded and signed, until it is sent or stored', submitted],
      ['submission on its way', taken],
    );
  }
  const before =
    author === head ? 'encoded and signed, until it is sent or stored' : 'checked and proposed by the leader';
  const storing = voter.find('storing', isOf);
  if (voter === head) marks.push([before, storing]);
  else {
    const received = voter.find('received propose', isOf);
    const sent = head.find('sent propose', (stage) => isOf(stage) && stage.peer === voter.replica);
    marks.push([before, sent], ['proposal on its way', received]);
    marks.push(['checked, until the transaction begins', storing]);
  }
  marks.push(['transaction', voter.find('stored', isOf)]);
  if (voter !== author) marks.push(['accept on its way', last]);
  marks.push(['decided, applied and reported', reported]);
  return between(begun, marks);
}

function between(begun: Stage, marks: readonly (readonly [Part, Stage | undefined])[]): Path | undefined {
  const path: { [part in Part]?: number } = {};
  let { at } = begun;
  for (const [part, stage] of marks) {
    if (stage === undefined) return undefined;
    path[part] = stage.at - at;
    at = stage.at;
  }
  return path;
}

/** The clocks of pages differ: the fastest messages in both directions take equally long. */
function alignedTo(leader: Recorded, device: Recorded): Device {
  const ahead =
    device === leader ? 0 : (fastest(leader, device, 'propose') - fastest(device, leader, 'accept')) / 2;
  const stages = device.stages.map((stage) => ({ ...stage, at: stage.at - ahead }));
  const find: Device['find'] = (name, test) => stages.find((stage) => stage.name === name && test(stage));
  return { ...device, stages, find };
}

/** Milliseconds by two clocks. */
function fastest(from: Recorded, to: Recorded, type: 'propose' | 'accept'): number {
  const arrivals = new Map<number, number>();
  for (const { name, peer, slots, at } of to.stages)
    if (name === `received ${type}` && peer === from.replica)
      for (const slot of slots) arrivals.set(slot, at);
  const times: number[] = [];
  for (const { name, peer, slots, at } of from.stages) {
    const arrived = arrivals.get(slots.at(-1) ?? 0);
    if (name === `sent ${type}` && peer === to.replica && arrived !== undefined) times.push(arrived - at);
  }
  return quantileOf(times, 0.1);
}
