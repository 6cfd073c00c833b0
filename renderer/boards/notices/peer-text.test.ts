import { expect, test } from 'vitest';
import { peerText } from './peer-text.ts';

test('a notice about another device names it, and states what is safe and what to do', () => {
  expect(peerText({ type: 'version', theirs: 7 })).toMatch(/protocol 7.*Nothing is lost.*Update/);
  expect(peerText({ type: 'garbage', name: 'Ada', problem: 'empty' })).toMatch(/^Ada .*\(empty\)/);
  expect(peerText({ type: 'unsent', name: 'Ada', problem: 'closed' })).toMatch(/Ada.*\(closed\)/);
  expect(peerText({ type: 'forged', name: 'Ada' })).toMatch(/^“Ada” sent changes/);
  expect(peerText({ type: 'unreadable', name: '' })).toMatch(/^A device sent/);
  expect(peerText({ type: 'overreach', name: 'Ada' })).toMatch(/^Ada may only view/);
});
