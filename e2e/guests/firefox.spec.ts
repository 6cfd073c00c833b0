/** A guest in Firefox on the board of a member in Chromium. */

import { findProgram } from '../../scripts/environment/programs.mjs';
import { expect, test } from '../processes/instances.ts';
import { FirefoxGuest } from './firefox-guest.ts';

const firefox = findProgram('firefox-esr') ?? findProgram('firefox');

test.use({ browsers: 'separate' });

test.skip(firefox === undefined, 'there is no Firefox');

test('a guest in Firefox draws and adds tasks with a member in Chromium, is cut off, and comes back', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  // The guest's page knows this machine by a name that only its browser can resolve.
  ada.errors.expect(/ws:\/\/desk\.local:/);
  await ada.createBoard('Harbour');
  const dora = await FirefoxGuest.start(firefox ?? '');
  try {
    await test.step('joins by the invite link', async () => {
      await dora.join(await ada.inviteLink(), 'Dora');
      await ada.expectPeople(2);
      expect((await ada.people()).voters).toEqual(['Ada']);
    });

    await test.step('tasks and drawings go both ways', async () => {
      await dora.addTask('From Firefox');
      await dora.expectSettled();
      await ada.showTasks();
      await ada.expectTask('From Firefox');
      await ada.addTask('From Chromium');
      await dora.expectTask('From Chromium');
      await dora.drawRectangle([400, 300], [600, 420]);
      await ada.showWhiteboard();
      await ada.expectElements(1);
      await ada.draw({ tool: 'ellipse', from: [700, 300], to: [850, 420] });
      await dora.expectElements(2);
      await dora.expectSettled();
    });

    await test.step('cut off, its changes wait; they settle when it is connected again', async () => {
      const goOn = ada.browser.freeze();
      try {
        await dora.addTask('While cut off');
        await dora.expectWaiting();
      } finally {
        goOn();
      }
      await ada.showTasks();
      await ada.expectTask('While cut off');
      await dora.expectSettled();
      await ada.addTask('Together again');
      await dora.expectTask('Together again');
    });
    expect(dora.errors).toEqual([]);
  } finally {
    await dora.close();
  }
});
