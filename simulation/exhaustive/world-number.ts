/**
 * A world as one exact number, composed of the numbers of its parts: the rest of the world and three acceptors. Worlds
 * that differ only in the order of interchangeable acceptors have the same number.
 */

/** Bounds on the states of acceptors and of the rest: four of them fit into one exact number. */
export const maxAcceptorStates = 2 ** 15;
export const maxRestStates = 2 ** 8;

export type Places = readonly [rest: number, first: number, second: number, third: number];

/** @param isAlike whether the first acceptor is interchangeable with the others, too. */
export function numberOf([rest, first, second, third]: Places, isAlike: boolean): number {
  const [a = 0, b = 0, c = 0] = isAlike
    ? [first, second, third].sort((one, other) => one - other)
    : [first, Math.min(second, third), Math.max(second, third)];
  return ((rest * maxAcceptorStates + a) * maxAcceptorStates + b) * maxAcceptorStates + c;
}

export function placesOf(world: number): Places {
  const third = world % maxAcceptorStates;
  const two = Math.floor(world / maxAcceptorStates);
  const second = two % maxAcceptorStates;
  const one = Math.floor(two / maxAcceptorStates);
  return [Math.floor(one / maxAcceptorStates), one % maxAcceptorStates, second, third];
}
