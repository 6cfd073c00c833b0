import { expect, it } from 'vitest';
import { person } from '../testing/person.ts';
import { personName, personSummary, recoveryLossText } from './texts.ts';

it('states the loss by going on alone, and the device that has those changes', () => {
  expect(recoveryLossText({ changes: 1_035, knownBy: 'studio-laptop' })).toBe(
    '1,035 settled changes are not on this device, and would be lost for everyone. ' +
      'studio-laptop has them: open the board there if you can, and go on from there.',
  );
  expect(recoveryLossText({ changes: 1 })).toBe(
    '1 settled change is not on this device, and would be lost for everyone. ' +
      'Another device has it: open the board there if you can, and go on from there.',
  );
});

it('names people', () => {
  expect(personName(person('Ada', { isMe: true }))).toBe('Ada (you)');
  expect(personSummary(person('Ada', { connected: true, leads: true }))).toBe('Ada, connected, leads, votes');
});
