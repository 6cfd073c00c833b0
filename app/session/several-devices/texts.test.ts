/** Texts that several people change before they see each other's changes. */

import { expect, test } from 'vitest';
import { maxTurns, measureMilliseconds } from '../changes/elements/unmeasured-texts.ts';
import { nothingIsPending, threeDevices } from '../testing/devices.ts';

const text = { type: 'text', x: 0, y: 0, width: 60, height: 25, fontSize: 20, lineHeight: 1.25, index: 'a0' };

async function aText(originalText: string) {
  const devices = await threeDevices();
  const { world, ada, all } = devices;
  ada.session.patchElements([{ id: 't', create: true, set: { ...text, text: originalText, originalText } }]);
  await world.until(() => nothingIsPending(all));
  return devices;
}

/** Two people add a line to "To buy" at once. */
function addLines({ ada, bob }: Pick<Awaited<ReturnType<typeof aText>>, 'ada' | 'bob'>): void {
  for (const [device, line] of [
    [ada, 'milk'],
    [bob, 'bread'],
  ] as const) {
    const written = `To buy\n${line}`;
    device.session.patchElements([{ id: 't', set: { text: written, originalText: written, height: 50 } }]);
  }
}

test('lines that two people add to a text at once both stay, and one of the two measures it', async () => {
  const { world, ada, bob, all } = await aText('To buy');
  addLines({ ada, bob });
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

test('a window that starts after a merge measures the text in its turn, if the author’s window does not', async () => {
  const { world, ada, bob, cleo } = await aText('To buy');
  await cleo.close();
  addLines({ ada, bob });
  await world.until(() => nothingIsPending([ada, bob]));
  await cleo.open();
  await world.until(() => cleo.session.element('t')?.originalText === ada.session.element('t')?.originalText);
  expect(cleo.session.element('t')).toMatchObject({ height: 75 });
  const turns: boolean[] = [];
  while (turns.length < maxTurns && turns.at(-1) !== true) {
    await world.clock.advance(measureMilliseconds);
    await world.pass(2);
    turns.push(cleo.session.mergedTexts.take().includes('t'));
  }
  // The author has the first turn, then the devices by id.
  expect(turns.at(-1)).toBe(true);
  expect(turns.length).toBeGreaterThan(1);
  // It measures once.
  cleo.session.mergedTexts.measured([
    { id: 't', set: { originalText: ada.session.element('t')?.originalText ?? '', width: 77 } },
  ]);
  await world.until(() => nothingIsPending([cleo]) && ada.session.element('t')?.width === 77);
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

test('one-line texts and notes of a template that two people change at once have what both wrote', async () => {
  const { world, ada, bob, all } = await threeDevices();
  const { id: card } = ada.session.cards.add({ title: 'Buy milk', checklist: [{ text: 'Ask Bob' }] }, 'todo');
  const { id: template } = ada.session.cards.addTemplate({ title: 'Bug', notes: 'Steps' });
  const { id: column } = ada.session.cards.addColumn({ name: 'Next', kind: 'todo', colour: 'red' });
  void ada.session.renameBoard('Plan');
  await world.until(() => nothingIsPending(all));
  const item = ada.view.tasks.todo?.[0]?.checklist?.[0]?.id ?? '';
  for (const [{ session }, word] of [
    [ada, 'one'],
    [bob, 'two'],
  ] as const) {
    void session.editTask(card, { title: `Buy milk ${word}`, titleWas: 'Buy milk' });
    void session.cards.editItem(card, item, { text: `Ask Bob ${word}`, textWas: 'Ask Bob' });
    void session.cards.editTemplate(template, { notes: `Steps\n${word}`, notesWere: 'Steps' });
    void session.cards.editColumn(column, { name: `Next ${word}`, nameWas: 'Next' });
    void session.renameBoard(`Plan ${word}`, 'Plan');
  }
  await world.until(() => nothingIsPending(all));
  for (const { view } of all) {
    const [task] = view.tasks.todo ?? [];
    const texts = [
      task?.title,
      task?.checklist?.[0]?.text,
      view.templates[0]?.notes,
      view.columns.find(({ id }) => id === column)?.name,
      view.boardName,
    ];
    for (const text of texts) expect(text?.split(/\s/)).toEqual(expect.arrayContaining(['one', 'two']));
  }
});
