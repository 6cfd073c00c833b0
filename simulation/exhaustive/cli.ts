/** `npm run simulate:exhaustive -- [slots] [crashes]`: visits every state of the small world, without a time limit. */

import { search } from './search.ts';

/** About 2 GiB of numbers. */
const maxStates = 40_000_000;

const [slots = 2, crashes = 1] = process.argv.slice(2).map(Number);
const begun = performance.now();
const secondsGone = (): string => ((performance.now() - begun) / 1000).toFixed(0);
const progress = (states: number, depth: number): void => {
  process.stdout.write(`${states} states, ${depth} events deep, ${secondsGone()} s\n`);
};
const { states, transitions, depth, fullyDecided, disagreement } = search({ slots, crashes }, maxStates, {
  progress,
});
process.stdout.write(
  `${states} states, ${transitions} transitions, ${depth} events deep, ${secondsGone()} s\n`,
);
process.stdout.write(`${fullyDecided} states with every slot decided\n`);
if (disagreement === undefined) process.stdout.write('agreement holds in all of them\n');
else {
  for (const line of disagreement) process.stdout.write(`  ${line}\n`);
  process.stdout.write('DISAGREEMENT\n');
  process.exitCode = 1;
}
