import { beforeEach, describe, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { idle } from '../../../testing/idle-gesture.ts';
import { type SceneRig, sceneRig } from '../../../testing/scene-rig.ts';
import { label, shape } from '../../../testing/shape.ts';
import { maxMeasured } from './measured-texts.ts';

let board: SceneRig['board'];
let scene: SceneRig['scene'];
let sync: SceneRig['sync'];
let settle: SceneRig['settle'];

beforeEach(() => {
  ({ board, scene, sync, settle } = sceneRig());
  const { id, ...set } = label('t', 'Shopping');
  board.patchFromOutside([{ id, create: true, set }]);
  sync.start();
});

/** This person types `text` in the text `t`, and has not left its field yet. */
function type(text: string): void {
  scene.gestureState = { ...idle, editingTextElement: { id: 't' } };
  scene.edit('t', { text, originalText: text, width: text.length * 10 });
  settle();
}

function stopTyping(): void {
  scene.gestureState = idle;
  settle();
}

/** Another person's change settles. */
function othersType(text: string): void {
  board.patchFromOutside([{ id: 't', set: { text, originalText: text, strokeColor: '#ff0000' } }]);
  settle();
}

describe('a text that two people change at the same time', () => {
  it('has the words of both, in its size, on the board and in the scene', () => {
    type('Shopping\nmilk');
    othersType('Shopping\nbread');
    stopTyping();
    const both = {
      text: 'Shopping\nbread\nmilk',
      originalText: 'Shopping\nbread\nmilk',
      width: 80,
      height: 75,
      strokeColor: '#ff0000',
    };
    expect(board.element('t')).toMatchObject(both);
    expect(scene.get('t')).toMatchObject(both);
    settle();
    expect(board.patchCalls).toHaveLength(1);
  });

  it('makes the shape around it higher, and is in its middle', () => {
    const { id, ...container } = shape('c', { height: 40 });
    board.patchFromOutside([
      { id, create: true, set: container },
      { id: 't', set: { containerId: 'c', y: 8 } },
    ]);
    settle();
    type('Shopping\nmilk');
    othersType('Shopping\nbread');
    stopTyping();
    settle();
    expect(board.element('c')).toMatchObject({ y: 0, height: 85 });
    expect(board.element('t')).toMatchObject({ originalText: 'Shopping\nbread\nmilk', height: 75, y: 5 });
  });

  it('stays if one of them empties it', () => {
    type('');
    scene.edit('t', { isDeleted: true });
    othersType('Shopping\nbread');
    stopTyping();
    expect(board.element('t')).toMatchObject({ originalText: 'Shopping\nbread', isDeleted: false });
    expect(scene.get('t')).toMatchObject({ originalText: 'Shopping\nbread', isDeleted: false });
  });

  it('stays deleted if this person deletes it after changing it', () => {
    type('Shopping\nmilk');
    scene.edit('t', { isDeleted: true });
    othersType('Shopping\nbread');
    stopTyping();
    expect(board.element('t')).toMatchObject({ isDeleted: true });
  });

  it('is merged again at each further change', () => {
    type('Shopping\nmilk');
    othersType('Shopping\nbread');
    stopTyping();
    type('Shopping\nbread\nmilk\ntea');
    othersType('To buy\nbread\nmilk');
    stopTyping();
    expect(board.element('t')).toMatchObject({ originalText: 'To buy\nbread\nmilk\ntea' });
  });
});

it('a text that only this person changes is submitted as typed', () => {
  type('Shopping\nmilk');
  stopTyping();
  expect(board.patchCalls).toEqual([
    [{ id: 't', set: { text: 'Shopping\nmilk', originalText: 'Shopping\nmilk', width: 130 } }],
  ]);
});

it('a text in which another person types is locked until that person has finished', async () => {
  const ben = replicaId('ben');
  const receive = async (message: object): Promise<void> => {
    board.live.receive(ben, { type: 'presence', ...message });
    await Promise.resolve();
  };
  await receive({ previews: [{ id: 't', set: { text: 'Shopping!', originalText: 'Shopping!' } }] });
  expect(scene.get('t')).toMatchObject({ text: 'Shopping!', locked: true });
  await receive({ ended: [{ id: 't', kept: false }] });
  expect(scene.get('t')).toMatchObject({ text: 'Shopping', locked: false });
  settle();
  expect(board.patchCalls).toEqual([]);
});

describe('a text that the board has merged', () => {
  function merged(originalText: string): void {
    const command = {
      type: 'elements/patch',
      at: 0,
      patches: [{ id: 't', set: { originalText: 'mine' }, textWas: '' }],
    };
    board.mergedTexts.settled(command as never, () => ({ id: 't', originalText }));
    const { id, ...other } = label('other', 'Other');
    board.patchFromOutside([
      { id: 't', set: { text: originalText, originalText } },
      { id, create: true, set: other },
    ]);
    settle();
  }

  it('is measured and submitted, not as a step of undo', () => {
    merged('Shopping\nbread\nchocolate');
    const fitted = { originalText: 'Shopping\nbread\nchocolate', width: 90, height: 75 };
    expect(board.patchCalls).toEqual([[{ id: 't', set: fitted }]]);
    expect(board.element('t')).toMatchObject(fitted);
    expect(scene.get('t')).toMatchObject(fitted);
    expect(board.undo.canUndo).toBe(false);
  });

  it.each([
    ['rectangle', 85],
    ['diamond', 170],
    ['ellipse', 120],
  ])('makes the %s around it higher, and is in its middle', (type, height) => {
    const [container, text] = [
      shape('c', { type, height: 40 }),
      label('l', 'One', { containerId: 'c', y: 8 }),
    ];
    board.patchFromOutside([container, text].map(({ id, ...set }) => ({ id, create: true, set })));
    settle();
    board.mergedTexts.add(['l']);
    const three = { text: 'One\ntwo\nthree', originalText: 'One\ntwo\nthree' };
    board.patchFromOutside([{ id: 'l', set: three }]);
    settle();
    expect(board.element('c')).toMatchObject({ y: 0, height });
    expect(board.element('l')).toMatchObject({ ...three, height: 75, y: (height - 75) / 2 });
    expect(scene.get('c')).toMatchObject({ height });
  });

  it.each([
    ['a shape with room for it', { type: 'rectangle', height: 90 }],
    [
      'an arrow',
      {
        type: 'arrow',
        height: 10,
        points: [
          [0, 0],
          [90, 10],
        ],
      },
    ],
    ['a deleted shape', { type: 'rectangle', height: 40, isDeleted: true }],
  ] as const)('leaves %s around it as it is', (_, container) => {
    const both = [shape('c', container), label('l', 'One', { containerId: 'c' })];
    board.patchFromOutside(both.map(({ id, ...set }) => ({ id, create: true, set })));
    settle();
    board.mergedTexts.add(['l']);
    board.patchFromOutside([{ id: 'l', set: { text: 'One\ntwo', originalText: 'One\ntwo' } }]);
    settle();
    expect(board.element('l')).toMatchObject({ height: 50 });
    expect(board.element('c')).toMatchObject({ height: container.height });
  });

  it('is measured after this person has moved it', () => {
    scene.gestureState = { ...idle, cursorButton: 'down' };
    scene.edit('t', { x: 40 });
    settle();
    merged('Shopping\nbread\nchocolate');
    expect(board.patchCalls).toEqual([]);
    scene.edit('t', { x: 50 });
    stopTyping();
    settle();
    expect(board.element('t')).toMatchObject({ x: 50, width: 90, height: 75 });
    expect(scene.get('t')).toMatchObject({ x: 50, width: 90, height: 75 });
  });

  it('that others have deleted is not measured', () => {
    board.mergedTexts.add(['t']);
    board.patchFromOutside([{ id: 't', set: { isDeleted: true, width: 1 } }]);
    settle();
    expect(board.patchCalls).toEqual([]);
  });

  it(`is measured with ${maxMeasured} others at most at once, and all are`, () => {
    const ids = Array.from({ length: 2 * maxMeasured + 1 }, (_, at) => `t${at}`);
    board.mergedTexts.add(ids);
    board.patchFromOutside(
      ids.map((id, at) => {
        const { id: _, ...set } = label(id, 'Text', { index: `b${String(at).padStart(4, '0')}V`, width: 1 });
        return { id, create: true, set };
      }),
    );
    for (let round = 0; round < 4; round += 1) settle();
    expect(board.patchCalls.map(({ length }) => length)).toEqual([maxMeasured, maxMeasured, 1]);
    expect(ids.map((id) => board.element(id)?.width)).toEqual(ids.map(() => 40));
  });

  it('is not measured again while this person changes it: that change has its size', () => {
    type('Shopping\ntea');
    merged('Shopping\nbread');
    expect(board.patchCalls).toEqual([]);
    stopTyping();
    expect(board.patchCalls).toMatchObject([[{ id: 't', set: { originalText: 'Shopping\nbread\ntea' } }]]);
  });
});

describe('a text whose font arrived late', () => {
  const late = (text: string, width: number) =>
    board.patchFromOutside([{ id: 't', set: { text, originalText: text, width } }]);

  it('is measured, as a part of the step of undo', () => {
    late('Shopping', 28);
    sync.measure(['t'], scene.mark());
    expect(board.patchCalls).toEqual([[{ id: 't', set: { originalText: 'Shopping', width: 80 } }]]);
    expect(board.undo.canUndo).toBe(true);
  });

  it('is measured with the next frame if it was written some time ago, as no step of undo', () => {
    late('Shopping', 28);
    sync.measureLater(['t']);
    expect(board.patchCalls).toEqual([]);
    settle();
    expect(board.patchCalls).toEqual([[{ id: 't', set: { originalText: 'Shopping', width: 80 } }]]);
    expect(board.undo.canUndo).toBe(false);
  });

  it('is not submitted if it has the right size', () => {
    late('Shopping', 80.4);
    sync.measure(['t', 'no such text'], scene.mark());
    expect(board.patchCalls).toEqual([]);
  });

  it('is the one of the board, also if the scene does not show that yet', () => {
    scene.isVisible = false;
    late('To buy', 28);
    expect(scene.get('t')).toMatchObject({ originalText: 'Shopping' });
    sync.measure(['t'], scene.mark());
    expect(board.element('t')).toMatchObject({ text: 'To buy', originalText: 'To buy', width: 60 });
  });
});
