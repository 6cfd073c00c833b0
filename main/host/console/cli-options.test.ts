import { expect, test } from 'vitest';
import { helpText, readOptions } from './cli-options.ts';

test('defaults to port 7420, all of IPv4, discovery, and an opened browser', () => {
  expect(readOptions([])).toEqual({
    type: 'run',
    port: 7420,
    host: '0.0.0.0',
    open: true,
    discovery: { type: 'network' },
  });
});

test('reads the flags', () => {
  expect(readOptions(['--port', '7421', '--host=127.0.0.1', '--no-open'])).toEqual({
    type: 'run',
    port: 7421,
    host: '127.0.0.1',
    open: false,
    discovery: { type: 'network' },
  });
  expect(readOptions(['--discovery', 'off'])).toMatchObject({ discovery: { type: 'off' } });
  expect(readOptions(['--discovery', '10.0.0.2'])).toMatchObject({
    discovery: { type: 'address', address: '10.0.0.2' },
  });
  expect(readOptions(['--discovery', '127.0.0.1:5399'])).toMatchObject({
    discovery: { type: 'address', address: '127.0.0.1', port: 5399 },
  });
  expect(readOptions(['--lend-votes', '8'])).toMatchObject({ votes: { most: 8 } });
  expect(readOptions(['--lend-votes', '64', '--votes-folder', '/votes'])).toMatchObject({
    votes: { most: 64, folder: '/votes' },
  });
  expect(readOptions(['-p', '0'])).toMatchObject({ port: 0 });
});

test('--help takes precedence', () => {
  expect(readOptions(['--help', '--port', 'x'])).toEqual({ type: 'help' });
  expect(helpText).toContain('--no-open');
});

test.each([
  [['--port', 'x'], /"x" is not a port/],
  [['--port', '65536'], /"65536" is not a port/],
  [['--port=-1'], /"-1" is not a port/],
  [['--port', '1e3'], /not a port/],
  [['--port='], /not a port/],
  [['--host='], /--host takes an address/],
  [['--discovery', 'on'], /--discovery takes/],
  [['--discovery', '10.0.0.2:0'], /--discovery takes/],
  [['--lend-votes', '0'], /from 1 to 64/],
  [['--lend-votes', '65'], /from 1 to 64/],
  [['--lend-votes', 'all'], /from 1 to 64/],
  [['--votes-folder', '/votes'], /beside it/],
  [['--prot', '1'], /--prot/],
  [['7421'], /7421/],
])('rejects %j with a sentence', (args, why) => {
  const options = readOptions(args);
  expect(options.type).toBe('wrong');
  if (options.type === 'wrong') expect(options.why).toMatch(why);
});
