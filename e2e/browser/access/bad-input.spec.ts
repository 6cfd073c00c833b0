import { fromNewerVersion, mistyped, truncated } from '../../hostile/broken-invites.ts';
import { intruderScript } from '../../hostile/intruder-bundle.ts';
import { overhearTopic, sendJunk } from '../../hostile/junk-signaler.ts';
import { type Malformation, MalformedHost } from '../../hostile/malformed-host.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

const board = 'Harbour plan';

test('an invalid invite is rejected with its reason; a valid one asks before it joins', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard(board);
  const link = await ada.inviteLink();
  const ben = await instances.start('Ben');

  const cases = [
    ['hello there', 'This is not a Paxboard invite.'],
    ['https://example.com/#section', 'This is not a Paxboard invite.'],
    ['   ', 'Paste an invite link first.'],
    [truncated(link), 'The end of this invite is missing.'],
    [mistyped(link), 'Some characters of this invite were changed on the way.'],
    [fromNewerVersion(link), 'This invite was made by a newer Paxboard.'],
    [`paxboard://join/${truncated(link.split('#join=')[1] ?? '')}`, 'The end of this invite is missing.'],
    ['x'.repeat(100_000), 'This is not a Paxboard invite.'],
  ] as const;
  for (const [text, message] of cases) {
    await test.step(message, async () => {
      await ben.submitLink(text);
      await expect(ben.page.getByText(message)).toBeVisible();
      await expectNothingJoined(ben);
    });
  }

  await test.step('an opened link shows the same reason', async () => {
    const page = await ben.browser.newTab(truncated(link));
    await expect(page.getByText('The end of this invite is missing.')).toBeVisible();
    await expect(page.getByText('No boards on this device yet')).toBeVisible();
  });

  await test.step('an opened valid link asks first', async () => {
    const page = await ben.browser.newTab(link);
    await expect(page.getByText(`Join “${board}”?`)).toBeVisible();
    expect(page.url()).not.toContain('join');
    await page.getByRole('button', { name: 'Not now' }).click();
    await expect(page.getByText('No boards on this device yet')).toBeVisible();
  });

  await test.step('other devices see the newcomer only after it joins', async () => {
    await ada.expectPeople(1);
    const page = await ben.browser.newTab(link);
    await page.getByRole('button', { name: 'Join board' }).click();
    await expect(page.getByTestId('health')).toHaveAttribute('data-state', 'settling');
    await ada.expectPeople(2);
  });
});

test('without the signaling server connected devices continue, and a newcomer waits for its return', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard(board);
  const link = await ada.inviteLink();
  const [ben, cleo] = await Promise.all([instances.start('Ben'), instances.start('Cleo')]);
  await ben.join(link);
  await ada.showWhiteboard();
  await ada.expectPeople(2);
  for (const one of [ada, ben, cleo]) {
    one.errors.expect(/WebSocket connection to .* failed/);
    // Each window periodically requests the hosts that its host has discovered.
    one.errors.expect(/ERR_CONNECTION_REFUSED \(.*\/host\.json\)/);
  }
  // The whiteboard's code is loaded on demand, and the host is its server too.
  cleo.errors.expect(/\/assets\/[^/]*\.(?:css|js)/);

  await instances.host.stop();
  for (const one of [ada, ben]) {
    await expect(one.signalingBanner).toContainText('Can’t reach the meeting point');
    await expect(one.health).toHaveAttribute('data-state', 'settling');
  }

  await test.step('the board is as usable as before', async () => {
    await ada.draw({ tool: 'rectangle', from: [420, 340], to: [640, 460] });
    await ben.addTask('Order rope');
    for (const one of [ada, ben]) {
      await one.showTasks();
      await expect(one.task('Order rope')).toHaveAttribute('data-task-number', '1');
      await one.expectElements(1);
      await one.expectSettled();
      await one.expectPeople(2);
    }
  });

  await test.step('a device without a connection waits', async () => {
    await cleo.submitLink(link);
    await expect(cleo.health).toContainText('Joining: looking for the others on this board');
    await expect(cleo.signalingBanner).toContainText('Can’t reach the meeting point');
    await expect(cleo.page.getByText('The whiteboard could not be loaded')).toBeVisible();
  });

  await test.step('everything recovers by itself', async () => {
    await instances.host.start();
    for (const one of [ada, ben, cleo]) {
      await expect(one.signalingBanner).toBeHidden();
      await one.expectPeople(3);
    }
    await cleo.showTasks();
    await expect(cleo.task('Order rope')).toHaveAttribute('data-task-number', '1');
    await cleo.page.reload();
    await cleo.showWhiteboard();
    await cleo.expectElements(1);
  });
});

const malformations: readonly (readonly [Malformation, string])[] = [
  ['no JSON', 'does not speak Paxboard’s signaling protocol'],
  ['another protocol', 'has another version of Paxboard'],
  ['garbage after the welcome', 'does not speak Paxboard’s signaling protocol'],
];
test('a signaling server that sends malformed messages is reported, and the board works without it', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  for (const [malformation, message] of malformations) {
    await test.step(malformation, async () => {
      const host = new MalformedHost(instances.host.url, malformation);
      const url = await host.start();
      try {
        await ada.visit(url);
        await ada.createBoard(board);
        await expect(ada.signalingBanner).toContainText(message);
        // Each retry fails in the same way; the person is notified once.
        await expect.poll(() => host.connections).toBeGreaterThan(2);
        await expect(ada.signalingBanner).toContainText(message);
        await ada.addTask('Order rope');
        await expect(ada.task('Order rope')).toHaveAttribute('data-task-number', '1');
        await ada.expectSettled();
        await expect(ada.health).toHaveAttribute('data-state', 'settling');
        await expect(ada.page.getByRole('alert')).toHaveCount(0);
        await ada.visit(instances.host.url);
      } finally {
        await host.stop();
      }
    });
  }
});

test('junk from a stranger in the board’s topic, and garbage from a member, are reported and disturb nobody', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  const topic = overhearTopic(ada.page);
  await ada.createBoard(board);
  const link = await ada.inviteLink();
  const [ben, mallory] = await Promise.all([instances.start('Ben'), instances.start('Mallory')]);
  await ben.join(link);
  await ada.expectPeople(2);

  await test.step('a stranger is ignored', async () => {
    expect(await sendJunk(instances.host.url, await topic())).toBe(2);
    for (const one of [ada, ben]) {
      const notice = one.page.getByText('Somebody without this board’s invite tried to reach this device');
      await expect(notice).toBeVisible();
      await expect(one.signalingBanner).toBeHidden();
    }
    await expectBothWork(ada, ben, ['Order rope', 'Paint buoys']);
  });

  await test.step('a member is named', async () => {
    await mallory.page.evaluate(await intruderScript());
    const sent = mallory.page.evaluate(`intruder.intrude(${JSON.stringify(link)}, 2)`);
    expect(await sent).toBeGreaterThan(800);
    for (const one of [ada, ben]) {
      const notice = one.page.getByText(/Mallory sends messages that this device cannot read/).first();
      await expect(notice).toBeVisible();
    }
    await expectBothWork(ada, ben, ['Oil the winch', 'Sand the deck']);
  });
});

async function expectNothingJoined(one: Instance): Promise<void> {
  await expect(one.newBoardName).toBeVisible();
  await expect(one.recentBoards).toHaveCount(0);
  await expect(one.page.getByText('No boards on this device yet')).toBeVisible();
}

async function expectBothWork(
  ada: Instance,
  ben: Instance,
  titles: readonly [adas: string, bens: string],
): Promise<void> {
  await ada.addTask(titles[0]);
  await ben.addTask(titles[1]);
  for (const one of [ada, ben]) {
    await one.showTasks();
    for (const title of titles) await expect(one.task(title)).toHaveAttribute('data-pending', 'false');
    await one.expectSettled();
    await expect(one.health).toHaveAttribute('data-state', 'settling');
  }
}
