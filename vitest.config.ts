import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,app,main,renderer,simulation,bench}/**/*.test.{ts,tsx}'],
    environment: 'node',
    // Tests drive time themselves; a generous limit only ends a test that hangs.
    testTimeout: 60_000,
  },
});
