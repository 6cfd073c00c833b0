import { expect, test } from 'vitest';
import { keptVotesText, problemText, readyText, votesText } from './console-texts.ts';

const info = { app: 'paxboard', version: '1.0.0', port: 7420, name: 'annas-laptop' } as const;

test('prints the addresses for this machine and for others', () => {
  const text = readyText('http://localhost:7420', { ...info, addresses: ['http://192.168.1.20:7420'] });
  expect(text).toContain('ready at http://localhost:7420\n');
  expect(text).toContain('http://192.168.1.20:7420');
});

test('reports that others cannot reach it', () => {
  expect(readyText('http://localhost:7420', { ...info, addresses: [] })).toContain('Only this machine');
});

test('reports kept votes in one line each', () => {
  expect(keptVotesText(0, 4)).toContain('no board yet, of at most 4');
  const id = 'AAAAAAAAAAAAAAAAAAAAAA';
  expect(votesText({ type: 'lent', id, from: '10.0.0.1', free: 1 })).toMatch(
    /A{22} .*10\.0\.0\.1.* 1 more board\./,
  );
  expect(votesText({ type: 'failed', why: 'EIO' })).toContain('EIO');
  expect(votesText({ type: 'ended', id })).toContain('deleted');
  expect(votesText({ type: 'stopped', id, end: 'corrupted', why: 'record 3' })).toContain('record 3');
});

test('each problem names a remedy', () => {
  expect(problemText({ type: 'already-running', url: 'http://localhost:7420', version: '1.0.0' })).toContain(
    'already running at http://localhost:7420',
  );
  expect(problemText({ type: 'port-taken', port: 7420 })).toContain('--port 7421');
  expect(problemText({ type: 'port-forbidden', port: 80 })).toContain('--port 7420');
  expect(problemText({ type: 'no-such-address', host: '1.2.3.4' })).toContain('--host 127.0.0.1');
  expect(problemText({ type: 'no-votes-folder', why: 'EACCES' })).toContain('--votes-folder');
  expect(problemText({ type: 'failed', why: 'the moon is full' })).toContain('the moon is full');
});
