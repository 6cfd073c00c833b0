import { describe, expect, it } from 'vitest';
import type { Choice } from '#app/session/changes/pending.ts';
import type { Health } from '#app/session/view/view.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { person } from '../../testing/person.ts';
import { choicesAboutDevice, choicesAboutPerson, choicesAboutVote, newcomersChoice } from './choices.ts';
import { choiceText } from './texts.ts';

const [ada, phone, ben, shed] = [person('Ada'), person('Phone'), person('Ben'), replicaId('Shed')];
const both = { person: ada, devices: [ada, { ...phone, device: 'Phone' }] };
const alone = { person: ben, devices: [ben] };

const choices: readonly Choice[] = [
  { type: 'board/newcomers', role: 'viewer' },
  { type: 'member/role', id: ada.id, role: 'viewer', name: 'Ada' },
  { type: 'member/unlink', id: phone.id },
  { type: 'member/remove', id: ben.id, name: 'Ben' },
  { type: 'member/lend', id: shed, name: 'Shed' },
  { type: 'member/role', id: ada.id, role: 'owner', name: 'Ada' },
  { type: 'board/newcomers', role: 'editor' },
];

const typesOf = (found: readonly Choice[]) => found.map(({ type }) => type);

describe('a choice that waits', () => {
  it('is shown at the person or the device that it is about, the latest one of each kind', () => {
    expect(choicesAboutPerson(choices, both)).toEqual([choices[5]]);
    expect(choicesAboutDevice(choices, phone)).toEqual([choices[2]]);
    expect(choicesAboutDevice(choices, ada)).toEqual([]);
    expect(typesOf(choicesAboutPerson(choices, alone))).toEqual(['member/remove']);
    expect(typesOf(choicesAboutVote(choices, shed))).toEqual(['member/lend']);
    expect(newcomersChoice(choices)).toMatchObject({ role: 'editor' });
    expect(newcomersChoice([])).toBeUndefined();
  });

  it('about all devices of a person is one about the person', () => {
    const all: Choice = { type: 'member/remove', id: ada.id, name: 'Ada', all: true };
    expect(choicesAboutPerson([all], both)).toEqual([all]);
    expect(choicesAboutDevice([all], ada)).toEqual([]);
  });

  it('of this device to leave is shown at this device, or at its person if there is no other', () => {
    const me = person('Me', { isMe: true });
    const leave: Choice = { type: 'member/leave', name: 'Me' };
    expect(choicesAboutPerson([leave], { person: me, devices: [me] })).toEqual([leave]);
    expect(choicesAboutPerson([leave], { person: me, devices: [me, phone] })).toEqual([]);
    expect(choicesAboutDevice([leave], me)).toEqual([leave]);
    expect(choicesAboutDevice([leave], phone)).toEqual([]);
    expect(choicesAboutPerson([leave], alone)).toEqual([]);
    expect(choicesAboutVote([leave], shed)).toEqual([]);
    const waiting: Health = { state: 'waiting', voters: 2, reachable: 1, missing: [ben] };
    expect(choiceText(leave, waiting)).toBe(
      'This device will leave the board. Not in effect yet: waits for Ben.',
    );
  });

  it('says what it waits for', () => {
    const missing = [{ ...ben, device: 'Laptop' }, ada];
    const waiting: Health = { state: 'waiting', voters: 3, reachable: 1, missing };
    const text = (health: Health) => choices.slice(1, 2).map((choice) => choiceText(choice, health));
    expect(text(waiting)).toEqual(['Will be a viewer. Not in effect yet: waits for Ben · Laptop or Ada.']);
    expect(text({ state: 'settling', voters: 3, reachable: 3 })).toEqual(['Will be a viewer. Saving…']);
    expect(text({ ...waiting, missing: [] })).toEqual(['Will be a viewer. Saving…']);
    expect(text({ state: 'joining', settled: 1, of: 5 })).toEqual([
      'Will be a viewer. Not in effect yet: waits until this device has caught up.',
    ]);
  });
});
