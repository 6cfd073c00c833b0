import { readFile } from 'node:fs/promises';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

const board = 'Harbour plan';

/** A recovery is offered after 30 s without a majority, measured in ticks, which take longer on a loaded machine. */
const offerMilliseconds = 60_000;

test.use({ browsers: 'separate' });

test('with two of three gone permanently the third recovers the board, and a returning device joins again', async ({
  instances,
}) => {
  const everyone = await instances.three(board);
  const [ada, ben, cleo] = everyone;
  await ada.addTask('Order rope');
  for (const one of everyone) {
    await one.showTasks();
    await expect(one.task('Order rope')).toHaveAttribute('data-task-number', '1');
    await one.expectSettled();
  }
  for (const gone of [ben, cleo]) await gone.kill();

  await test.step('nothing settles on the remaining device', async () => {
    await expect(ada.health).toHaveAttribute('data-state', 'waiting');
    await ada.addTask('Paint buoys');
    await expect(ada.pending).toHaveAttribute('data-count', '1');
    await expect(ada.health).toHaveText('Offline: you can go on; 1 change waits here');
    await expect(ada.task('Paint buoys')).toHaveAttribute('data-task-number', '0');
  });

  await test.step('a person decides to continue without the others', async () => {
    await ada.page.getByRole('button', { name: /^People: / }).click();
    const offer = ada.page.getByTestId('go-on-alone');
    await expect(offer).toBeVisible({ timeout: offerMilliseconds });
    // Beside the reason why nothing settles, not below everything that the list has.
    await expect(offer).toBeInViewport({ ratio: 1 });
    await offer.getByRole('button', { name: 'Go on without them…' }).click();
    const question = ada.page.getByRole('dialog', { name: 'Go on without the missing devices?' });
    await expect(question).toContainText('only if the missing devices are gone for good');
    await expect(question).toContainText('Every other device stops');
    await expect(question).toContainText('Changes that only they had are lost');
    await expect(question.getByRole('button', { name: 'Save this copy to a file' })).toBeVisible();
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();

    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(question).toBeHidden();
    await expect(ada.health).toHaveAttribute('data-state', 'waiting');

    await offer.getByRole('button', { name: 'Go on without them…' }).click();
    await question.getByRole('button', { name: 'Go on without them' }).click();
    await expect(question).toBeHidden();
    await expect(offer).toBeHidden();
    await ada.closeDialog();
  });

  await test.step('changes settle again, including the pending one', async () => {
    await expect(ada.health).toHaveAttribute('data-state', 'settling');
    await ada.expectReachable(1, 1);
    await ada.expectSettled();
    await expect(ada.task('Order rope')).toHaveAttribute('data-task-number', '1');
    await expect(ada.task('Paint buoys')).toHaveAttribute('data-task-number', '2');
  });

  await test.step('a device of the old generation stops, and explains why', async () => {
    await returnSuperseded(ben);
    await expect(ben.page.getByRole('alert')).toContainText('the board goes on from another device alone');
    await expect(ben.page.getByRole('button', { name: 'Back to boards' })).toBeFocused();
  });

  await test.step('it saves a file and joins again as a new device', async () => {
    await ben.page.getByRole('button', { name: 'Join again as a new device…' }).click();
    const question = ben.page.getByRole('dialog', { name: 'Join again as a new device?' });
    await expect(question).toContainText('“Open file…” on the start screen makes a new board of it');
    // Nothing is deleted before the person has seen the file.
    await expect(question.getByRole('button', { name: 'The file is there: join again' })).toBeDisabled();
    const downloading = ben.page.waitForEvent('download');
    await question.getByRole('button', { name: 'Save a file' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(`${board}.paxboard.json`);
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({
      app: 'paxboard',
      name: board,
      tasks: [{ title: 'Order rope', number: 1 }],
    });
    await question.getByRole('button', { name: 'The file is there: join again' }).click();
  });

  await test.step('both devices continue on one board', async () => {
    for (const one of [ada, ben]) {
      await expect(one.health).toHaveAttribute('data-state', 'settling');
      await one.expectPeople(2);
    }
    await ben.showTasks();
    await expect(ben.task('Order rope')).toHaveAttribute('data-task-number', '1');
    await expect(ben.task('Paint buoys')).toHaveAttribute('data-task-number', '2');
    await ben.addTask('Hang lanterns');
    for (const one of [ada, ben]) {
      await expect(one.task('Hang lanterns')).toHaveAttribute('data-task-number', '3');
      await one.expectSettled();
    }
  });
});

/** Opens the board on a device of the old generation, and waits until the device learns of the recovery. */
async function returnSuperseded(one: Instance): Promise<void> {
  await one.start();
  await one.page.getByRole('button', { name: `Open ${board}` }).click();
  await expect(
    one.page.getByRole('heading', { name: 'The board went on without this device' }),
  ).toBeVisible();
}
