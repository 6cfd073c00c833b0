/** Texts of the whiteboard that several people change before they see each other's changes. */

import { expect, test } from 'vitest';
import { nothingIsPending, threeDevices } from '../testing/devices.ts';

const text = { type: 'text', x: 0, y: 0, width: 60, height: 25, fontSize: 20, lineHeight: 1.25, index: 'a0' };

async function aText(originalText: string) {
  const devices = await threeDevices();
  const { world, ada, all } = devices;
  ada.session.patchElements([{ id: 't', create: true, set: { ...text, text: originalText, originalText } }]);
  await world.until(() => nothingIsPending(all));
  return devices;
}

test('lines that two people add to a text at once both stay, and one of the two measures it', async () => {
  const { world, ada, bob, all } = await aText('To buy');
  for (const [device, line] of [
    [ada, 'milk'],
    [bob, 'bread'],
  ] as const) {
    const written = `To buy\n${line}`;
    device.session.patchElements([{ id: 't', set: { text: written, originalText: written, height: 50 } }]);
  }
  await world.until(() => nothingIsPending(all));
  const [merged] = new Set(all.map(({ session }) => session.element('t')?.originalText));
  expect(String(merged).split('\n').toSorted()).toEqual(['To buy', 'bread', 'milk']);
  for (const { session } of all) {
    expect(session.element('t')).toMatchObject({ text: merged, originalText: merged, height: 75 });
  }
  const measuring = all.filter(({ session }) => session.mergedTexts.take().includes('t'));
  expect(measuring).toHaveLength(1);
  measuring[0]?.session.mergedTexts.measured([{ id: 't', set: { originalText: String(merged), width: 77 } }]);
  await world.until(() => nothingIsPending(all));
  for (const { session } of all) {
    expect(session.element('t')).toMatchObject({ originalText: merged, width: 77 });
    expect(session.mergedTexts.take()).toEqual([]);
  }
});

test('the window of a person who has become a viewer measures nothing, without a notice', async () => {
  const { world, ada, bob, all } = await aText('To buy');
  await world.until(() => ada.view.inCharge);
  ada.session.members.setRole(bob.view.me.id, 'viewer');
  await world.until(() => bob.view.me.role === 'viewer');
  const { notices } = bob.view;
  bob.session.mergedTexts.measured([{ id: 't', set: { originalText: 'To buy', width: 77 } }]);
  await world.until(() => nothingIsPending(all));
  expect(bob.session.element('t')).toMatchObject({ width: 60 });
  expect(bob.view.notices).toEqual(notices);
});

test('a text that one person changes is measured by that person alone', async () => {
  const { world, ada, all } = await aText('To buy');
  ada.session.patchElements([{ id: 't', set: { text: 'Bought', originalText: 'Bought', width: 70 } }]);
  await world.until(() => nothingIsPending(all));
  for (const { session } of all) {
    expect(session.element('t')).toMatchObject({ text: 'Bought', originalText: 'Bought', width: 70 });
    expect(session.mergedTexts.take()).toEqual([]);
  }
});
