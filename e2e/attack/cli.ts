/**
 * `npm run test:attack -- --minutes N --seed S`: random attackers on real meshes of three, seed after seed. With `--breaks` it injects faults
 * into the source and checks that the attack detects each; `--only TEXT` selects some. Exit code 1 after a failure or an undetected fault.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as attacks from '#app/session/testing/attack/attack.ts';
import { type Break, breaks } from './breaks.ts';
import { bundleBroken } from './bundle.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    breaks: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

/** Bursts on one board. */
const bursts = 5;
const shrinkingTries = 60;
/** Seeds that must reveal a break. */
const seedsPerBreak = 3;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
/** Collects garbage between the steps, so that a measured step contains little of it. */
const heapBytes = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};
const processorMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const print = (text: string) => process.stdout.write(`${text}\n`);
// An error that an attacked device throws outside a step is a failure too.
let thrown: string | undefined;
process.on('uncaughtException', (error) => {
  thrown = String(error);
});
process.on('unhandledRejection', (error) => {
  thrown = String(error);
});

async function run(
  { attack }: Pick<typeof attacks, 'attack'>,
  plan: Parameters<typeof attacks.attack>[0],
): Promise<attacks.AttackResult> {
  thrown = undefined;
  const result = await attack(plan, { heapBytes, processorMs });
  return thrown === undefined ? result : { failure: thrown, ...result };
}

async function attackSeeds(): Promise<void> {
  const end = performance.now() + Number(values.minutes) * 60_000;
  let longestMs = 0;
  let acts = 0;
  let seed = Number(values.seed);
  for (; performance.now() < end; seed += 1) {
    const plan = attacks.attackOf(seed, bursts);
    const result = await run(attacks, plan);
    longestMs = Math.max(longestMs, result.longestMs);
    acts += result.acts;
    if (result.failure === undefined) continue;
    print(`seed ${seed}: ${result.failure}`);
    const fails = async (some: typeof plan) => (await run(attacks, some)).failure !== undefined;
    const shortest = await attacks.shrunk(plan, shrinkingTries, fails);
    print(`the shortest sequence found:\n${JSON.stringify(shortest, undefined, 1)}`);
    process.exitCode = 1;
    return;
  }
  const heap = Math.round(heapBytes() / 1024 / 1024);
  print(
    `${seed - Number(values.seed)} boards, ${acts} acts, longest step ${Math.round(longestMs)} ms, heap ${heap} MiB`,
  );
}

async function detection(broken: Break, folder: string): Promise<string | undefined> {
  const module: typeof attacks = await import(pathToFileURL(await bundleBroken(broken, folder)).href);
  for (let seed = 1; seed <= seedsPerBreak; seed += 1) {
    const { failure } = await run(module, attacks.attackOf(seed, bursts));
    if (failure !== undefined) return `seed ${seed}: ${failure.split('\n')[0]}`;
  }
  return undefined;
}

async function tryBreaks(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'paxboard-attack-'));
  try {
    for (const broken of breaks.filter(({ name }) => name.includes(values.only))) {
      const detected = await detection(broken, folder);
      print(`${broken.name.padEnd(72)} ${detected ?? 'NOT DETECTED'}`);
      if (detected === undefined) process.exitCode = 1;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  await (values.breaks ? tryBreaks() : attackSeeds());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}
// Meshes that were stopped during an operation may have left timers.
process.exit();
