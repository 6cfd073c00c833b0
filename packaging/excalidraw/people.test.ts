import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { patchedPlace } from './patched-code.ts';

test('the colour of a person is the given one', () => {
  const colourOf = runInNewContext(patchedPlace('the colour of a person'));
  expect(colourOf('socket', { color: { background: 'teal' } })).toBe('teal');
});

test('the laser trails of others end when no laser is pressed, and restart when one is', () => {
  const trails = runInNewContext(`({ ${patchedPlace('request frames while no laser')} })`);
  const isOver = (tool: string, button: string): boolean => {
    const collaborators = new Map([['ben', { pointer: { tool }, button }]]);
    return Object.assign(trails, {
      updateCollabTrails: () => undefined,
      app: { state: { collaborators } },
    }).onFrame();
  };
  expect([isOver('laser', 'down'), isOver('laser', 'up'), isOver('pointer', 'down')]).toEqual([
    false,
    true,
    true,
  ]);

  const restart = patchedPlace('do not restart');
  const [scene = ''] = /^[\w$]+/.exec(restart) ?? [];
  const started: unknown[] = [];
  const app = {
    setState: () => undefined,
    animationFrameHandler: { start: (one: unknown) => started.push(one) },
    laserTrails: 'trails',
  };
  const update = runInNewContext(`(function (${scene}) { ${restart} })`);
  const used = (tool: string, button: string) => new Map([['ben', { pointer: { tool }, button }]]);
  update.call(app, {});
  // Each start is a frame after the one that shows the people.
  for (const people of [new Map(), used('laser', 'up'), used('pointer', 'down')]) {
    update.call(app, { collaborators: people });
  }
  expect(started).toEqual([]);
  update.call(app, { collaborators: used('laser', 'down') });
  expect(started).toEqual(['trails']);
});
