import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** They replace a module or something global, or need modules that nothing has used. Each needs a worker of its own. */
const alone = [
  'app/mesh/link/channel/simple-peer-channel.test.ts',
  'app/replica/ticker/ticker.test.ts',
  'packaging/installers/linux.test.ts',
  'shared/invite/keys/key-cost.test.ts',
];

const common = {
  environment: 'node',
  pool: 'threads',
  // Tests drive time themselves; a generous limit only ends a test that hangs.
  testTimeout: 300_000,
} as const;

export default defineConfig({
  test: {
    // Vitest leaves one core alone, which on two cores is half of them. One worker more than cores: tests of processes and sockets wait
    // most of their time.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          ...common,
          name: 'units',
          include: [
            '{shared,app,keeper,main,renderer,simulation,bench,packaging,e2e/people,e2e/attack,e2e/installed,e2e/page,e2e/processes}/**/*.test.{ts,tsx}',
          ],
          exclude: [...configDefaults.exclude, ...alone],
          // The files share the workers and what these have loaded: half of the time went into loading it again.
          isolate: false,
        },
      },
      { test: { ...common, name: 'alone', include: alone } },
    ],
  },
});
