/** Unfinished gestures, and the changes that they become. */

import { expect, test } from 'vitest';
import { encodeSessionMessage } from '#shared/wire/frame.ts';
import type { Presence } from '#shared/wire/presence.ts';
import { nothingIsPending, threeDevices } from '../testing/devices.ts';

test('the settled drawing of a person takes the place of its preview, although no message has ended that', async () => {
  const { world, ada, bob, cleo, all } = await threeDevices();
  const look = { type: 'ellipse', x: 1, y: 2, width: 30, height: 20, index: 'a0' };
  const message: Presence = { type: 'presence', previews: [{ id: 'e', set: look }] };
  world.network.inject(bob.view.me.id, ada.view.me.id, encodeSessionMessage(message));
  await world.pass(3);
  expect(ada.session.live.previews.look('e')).toMatchObject({ x: 1 });
  cleo.session.patchElements([{ id: 'other', create: true, set: look }]);
  await world.until(() => nothingIsPending(all));
  expect(ada.session.live.previews.look('e')).toMatchObject({ x: 1 });
  bob.session.patchElements([{ id: 'e', create: true, set: { ...look, x: 5 } }]);
  await world.until(() => nothingIsPending(all) && ada.session.element('e') !== undefined);
  expect(ada.session.live.previews.look('e')).toBeUndefined();
});
