import { describe, expect, it } from 'vitest';
import { emptyContent, type NewContent } from '#app/exchange/board-file/content.ts';
import { readBoardFile } from '#app/exchange/board-file/read.ts';
import { writeBoard } from '#app/exchange/board-file/write.ts';
import { blobIdOf } from '#shared/blob/blob.ts';
import { pngOf } from '#shared/blob/testing/images.ts';
import { cardOf, customDataFor } from '#shared/board/element/card-tie.ts';
import { firstColumns } from '#shared/board/task/model.ts';
import { Device, World } from '../../session/testing/devices.ts';
import { newBoardWith } from './new-board.ts';

const texts = {
  commentBy: ({ by = '', day = '' }: { readonly by?: string; readonly day?: string }) => `${by} (${day}):`,
  assigned: (names: readonly string[]) => `Was assigned to ${names.join()}`,
};

const box = { id: 'box', type: 'rectangle', x: 5, index: 'a1' };

async function adaWithBoard() {
  const world = new World();
  const ada = new Device(world, 'Ada');
  await ada.create('Plans');
  await world.until(() => ada.view.health.state === 'settling' && ada.view.me.name === 'Ada');
  return { world, ada };
}

describe('a new board with content', () => {
  it('has all of a saved board: drawing, images, columns, cards, the archive, the trash and the library', async () => {
    const { world, ada } = await adaWithBoard();
    const { session } = ada;
    const { cards } = session;
    const image = pngOf(3, 4);
    const blob = await session.blobs.add(image);
    if (!blob.ok) throw new Error(blob.why);
    const label = cards.addLabel('Urgent', 'red');
    const column = cards.addColumn({ name: 'Review', kind: 'doing', colour: 'blue' });
    await world.until(() => ada.view.columns.length === 4 && ada.view.labels.length === 1);
    cards.editColumn(column.id, { limit: 2 });
    const card = cards.add({ title: 'Buy wood', notes: 'Oak', labels: [label.id] }, column.id);
    await world.until(() => ada.view.pendingChanges === 0);
    void session.claimTask(card.id);
    cards.comment(card.id, 'Soon');
    cards.shelve(cards.add({ title: 'Old' }, 'done').id, 'archive');
    cards.shelve(cards.add({ title: 'Waste' }, 'todo').id, 'trash');
    void session.addToLibrary({ id: 'item', name: 'Box', created: 7, elements: [box] });
    session.patchElements([
      { id: 'box', create: true, set: { type: 'rectangle', x: 5, index: 'a1' } },
      { id: 'picture', create: true, set: { type: 'image', fileId: blob.id, index: 'a2' } },
      { id: 'box', set: { customData: customDataFor(card.id) } },
    ]);
    await world.until(() => ada.view.pendingChanges === 0);
    const { file } = await writeBoard(session);
    await ada.close();

    const read = await readBoardFile(file);
    if (!read.ok || read.kind !== 'board') throw new Error('not read');
    const parts = new Set<string>();
    const made = await world.end(
      newBoardWith(ada.shelf, 'Again', read.board.content, {
        texts,
        progress: ({ part }) => parts.add(part),
      }),
    );
    expect(made).toMatchObject({ refused: 0, damaged: 0, full: 0 });
    expect([...parts]).toEqual(['blobs', 'cards', 'elements']);
    const copy = await ada.shelf.open(made.board.id);
    await world.until(() => copy.view().health.state === 'settling');
    const { columns, labels, tasks, shelves, library } = copy.view();
    expect(copy.elements().map(({ id, x }) => [id, x])).toEqual([
      ['box', 5],
      ['picture', 0],
    ]);
    expect(await copy.blobs.get(blob.id)).toEqual(image);
    expect(columns.map(({ name, limit }) => [name, limit])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
      ['Review', 2],
    ]);
    const [bought] = tasks[columns[3]?.id ?? ''] ?? [];
    expect(bought).toMatchObject({
      title: 'Buy wood',
      notes: 'Oak\n\nWas assigned to Ada',
      labels: [labels[0]?.id],
      comments: [{ text: 'Ada (1970-01-01):\n\nSoon' }],
    });
    expect(bought?.claimedBy).toBeUndefined();
    const [first] = copy.elements();
    expect(first && cardOf(first)).toBe(bought?.id);
    expect(shelves.archive.map(({ title }) => title)).toEqual(['Old']);
    expect(shelves.trash.map(({ title }) => title)).toEqual(['Waste']);
    expect(library).toMatchObject([{ id: 'item', name: 'Box' }]);
    // Otherwise one key would take away all that was read.
    expect([copy.undo.canUndo, copy.cards.canUndo]).toEqual([false, false]);
    await copy.close();
  });

  it('is not there if it is cancelled, not in the list while it is filled, and does not count as lost', async () => {
    const { world, ada } = await adaWithBoard();
    await ada.close();
    const { shelf } = ada;
    const names = async () => (await shelf.list()).map(({ name }) => name);
    const elements = Array.from({ length: 600 }, (_, at) => ({ ...box, id: `e${at}`, index: null }));
    const control = new AbortController();
    let listed: Promise<readonly string[]> = Promise.resolve([]);
    const filling = newBoardWith(
      shelf,
      'Again',
      { ...emptyContent, elements },
      {
        texts,
        signal: control.signal,
        progress: ({ done }) => {
          if (done === 0) return;
          listed = names();
          control.abort(new Error('cancelled'));
        },
      },
    );
    await expect(world.end(filling)).rejects.toThrow('cancelled');
    expect(await listed).toEqual(['Plans']);
    expect(await names()).toEqual(['Plans']);
    expect(shelf.lost()).toEqual([]);
  });

  it('reports the blobs that are damaged, and the cards that the board refuses', async () => {
    const { world, ada } = await adaWithBoard();
    await ada.close();
    const card = { id: 'c', title: '', notes: '', column: 'todo', labels: [], assigned: [], checklist: [] };
    const content: NewContent = {
      ...emptyContent,
      columns: firstColumns,
      cards: [{ ...card, comments: [], attachments: [] }],
      blobs: [{ id: blobIdOf(Uint8Array.of(1)), read: async () => undefined }],
    };
    const made = await world.end(newBoardWith(ada.shelf, 'Again', content, { texts }));
    expect(made).toMatchObject({ refused: 1, damaged: 1, full: 0 });
    const whole = newBoardWith(ada.shelf, 'Whole', content, { texts, isWhole: true });
    await expect(world.end(whole)).rejects.toThrow('"damaged":1');
    expect((await ada.boards()).map(({ name }) => name)).toEqual(['Plans', 'Again']);
  });
});
