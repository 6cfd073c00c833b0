import { expect, test } from 'vitest';
import { problemText, readyText } from './console-texts.ts';

const info = { app: 'paxboard', version: '1.0.0', port: 7420, name: 'annas-laptop' } as const;

test('prints the addresses for this machine and for others', () => {
  const text = readyText('http://localhost:7420', { ...info, addresses: ['http://192.168.1.20:7420'] });
  expect(text).toContain('ready at http://localhost:7420\n');
  expect(text).toContain('http://192.168.1.20:7420');
});

test('reports that others cannot reach it', () => {
  expect(readyText('http://localhost:7420', { ...info, addresses: [] })).toContain('Only this machine');
});

test('each problem names a remedy', () => {
  expect(problemText({ type: 'already-running', url: 'http://localhost:7420', version: '1.0.0' })).toContain(
    'already running at http://localhost:7420',
  );
  expect(problemText({ type: 'port-taken', port: 7420 })).toContain('--port 7421');
  expect(problemText({ type: 'port-forbidden', port: 80 })).toContain('--port 7420');
  expect(problemText({ type: 'no-such-address', host: '1.2.3.4' })).toContain('--host 127.0.0.1');
  expect(problemText({ type: 'failed', why: 'the moon is full' })).toContain('the moon is full');
});
