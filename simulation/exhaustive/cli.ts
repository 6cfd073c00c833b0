/** `npm run simulate:exhaustive -- [slots] [crashes]`: every state of the small world, however long it takes. */

import { search } from './search.ts';

/** About 2 GiB of keys. */
const maxStates = 16_000_000;

const [slots = 2, crashes = 1] = process.argv.slice(2).map(Number);
const begun = performance.now();
const result = search({ slots, crashes }, maxStates);
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
console.log(
  `${result.states} states, ${result.transitions} transitions, ${result.depth} events deep, ${seconds} s`,
);
console.log(`${result.fullyDecided} states with every slot decided`);
console.log(result.disagreement === undefined ? 'agreement holds in all of them' : 'DISAGREEMENT');
process.exitCode = result.disagreement === undefined ? 0 : 1;
