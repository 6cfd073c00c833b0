/** Partitions of the mesh: in two, in one direction only, around one member, or with a hub that reaches both sides. */

import type { Random } from '../random.ts';
import type { Member } from '../world/member.ts';

export interface Partition {
  readonly name: string;
  /** Whether the links stay up while all messages are lost. */
  readonly isSilent: boolean;
  /** Some of the members, on one side. */
  readonly side: readonly Member[];
  /** The directions that are cut. */
  readonly ways: readonly (readonly [Member, Member])[];
}

export function planPartition(members: readonly Member[], random: Random): Partition {
  const one = random.some(members, random.between(1, Math.max(1, members.length - 1)));
  const other = members.filter((member) => !one.includes(member));
  const kind = random.oneOf('split', 'split', 'one-way', 'hub', 'chain');
  const names = (side: readonly Member[]) => side.map(({ id }) => id).join(',');
  if (kind === 'one-way') {
    return {
      name: `{${names(other)}} does not hear {${names(one)}}`,
      isSilent: true,
      side: one,
      ways: ways(one, other),
    };
  }
  const isSilent = random.chance(0.5);
  if (kind === 'hub') {
    const hub = random.pick(members);
    const left = one.filter((member) => member !== hub);
    const right = other.filter((member) => member !== hub);
    const name = `only ${hub?.id ?? 'no member'} connects {${names(left)}} and {${names(right)}}`;
    return { name, isSilent, side: left, ways: bothWays(left, right) };
  }
  if (kind === 'chain') {
    const order = random.some(members, members.length);
    const apart = order.flatMap((member, at) => order.slice(at + 2).map((far) => [member, far] as const));
    return {
      name: `a chain ${names(order)}`,
      isSilent,
      side: order.slice(0, 2),
      ways: apart.flatMap(([a, b]) => bothWays([a], [b])),
    };
  }
  return {
    name: `{${names(one)}} and {${names(other)}} are apart`,
    isSilent,
    side: one,
    ways: bothWays(one, other),
  };
}

function ways(from: readonly Member[], to: readonly Member[]): (readonly [Member, Member])[] {
  return from.flatMap((a) => to.map((b) => [a, b] as const));
}

function bothWays(one: readonly Member[], other: readonly Member[]): (readonly [Member, Member])[] {
  return [...ways(one, other), ...ways(other, one)];
}
