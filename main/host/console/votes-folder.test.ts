import { expect, test } from 'vitest';
import { votesFolder } from './votes-folder.ts';

test.each([
  ['linux', {}, '/home/ada/.local/share/paxboard-host/votes'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/paxboard-host/votes'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/paxboard-host/votes'],
  ['darwin', {}, '/home/ada/Library/Application Support/Paxboard host/votes'],
  ['win32', { LOCALAPPDATA: 'C:\\Data' }, 'C:\\Data\\Paxboard host\\votes'],
])('on %s with %j is %s', (platform, env, folder) => {
  expect(votesFolder(platform, env, '/home/ada')).toBe(folder);
});
