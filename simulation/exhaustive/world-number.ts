/**
 * A world as one exact number, composed of the numbers of its parts: the rest of the world and three acceptors. Worlds
 * that differ only in the order of interchangeable acceptors have the same number.
 */

/** Bounds on the states of acceptors and of the rest: four of them fit into one exact number. */
export const maxAcceptorStates = 2 ** 15;
export const maxRestStates = 2 ** 8;

export type Places = readonly [rest: number, first: number, second: number, third: number];

/** @param isAlike whether the first acceptor is interchangeable with the others, too. */
export function numberOf(rest: number, one: number, two: number, three: number, isAlike: boolean): number {
  // Sorted by hand: a search asks for tens of millions of numbers.
  let [first, second, third] = [one, two, three];
  if (second > third) [second, third] = [third, second];
  if (isAlike && first > second) {
    [first, second] = [second, first];
    if (second > third) [second, third] = [third, second];
  }
  return ((rest * maxAcceptorStates + first) * maxAcceptorStates + second) * maxAcceptorStates + third;
}

export function placesOf(world: number): Places {
  const third = world % maxAcceptorStates;
  const two = Math.floor(world / maxAcceptorStates);
  const second = two % maxAcceptorStates;
  const one = Math.floor(two / maxAcceptorStates);
  return [Math.floor(one / maxAcceptorStates), one % maxAcceptorStates, second, third];
}
