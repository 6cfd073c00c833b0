import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { violations } from '../../page/accessibility.ts';
import { Host } from '../../processes/host.ts';
import { expect, test } from '../../processes/instances.ts';

const board = 'Ferry';

test('either of two people goes on alone with a host that keeps the third vote', async ({ instances }) => {
  const folder = await mkdtemp(join(tmpdir(), 'paxboard-votes-'));
  const host = new Host('off', undefined, undefined, ['--lend-votes', '2', '--votes-folder', folder]);
  await host.start();
  try {
    const ada = await instances.start('Ada', host.url);
    const ben = await instances.start('Ben', host.url);
    for (const one of [ada, ben]) {
      one.errors.expect(/WebSocket connection to .* failed/);
      one.errors.expect(/ERR_CONNECTION_REFUSED \(.*\/host\.json\)/);
    }
    const witness = (one: typeof ada) => one.page.locator('[data-witness]');
    const expectVote = async (one: typeof ada) => {
      // Opens People.
      await one.person('Ada');
      await expect(witness(one)).toHaveAttribute('data-connected', 'true');
      await expect(witness(one)).toHaveAttribute('data-votes', 'true');
      await one.closeDialog();
    };

    await test.step('Ada lets the host keep a vote', async () => {
      await ada.createBoard(board);
      await ben.join(await ada.inviteLink());
      await ada.person('Ada');
      await ada.page.getByRole('button', { name: 'Let a host keep a vote…' }).click();
      const dialog = ada.page.getByRole('dialog', { name: 'Let the host keep a vote for this board?' });
      await expect(dialog.getByLabel('Host')).toHaveValue(host.url);
      expect.soft(await violations(ada.page, 'a vote on a host')).toEqual([]);
      if (process.env.PAXBOARD_SHOT) await ada.page.screenshot({ path: process.env.PAXBOARD_SHOT });
      await dialog.getByRole('button', { name: 'Ask the host' }).click();
      await expect(witness(ada)).toContainText('On a host, asked for by Ada');
      await ada.closeDialog();
      for (const one of [ada, ben]) {
        await expectVote(one);
        await one.expectVoters(3);
      }
      expect((await ada.people()).voters).toEqual(['Ada', 'Ben']);
      await ben.person('Ada');
      await expect(ben.page.getByRole('button', { name: 'Let a host keep a vote…' })).toHaveCount(0);
      await ben.closeDialog();
    });

    await test.step('each goes on without the other, also after a crash of the host', async () => {
      await ben.quit();
      await ada.showTasks();
      await ada.addTask('Paint the hull');
      await ada.expectSettled();
      const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.log'));
      const [stored] = await Promise.all(files.map((name) => readFile(join(folder, name), 'latin1')));
      expect(stored).not.toContain('Paint the hull');
      await host.kill();
      await host.start();
      await expectVote(ada);
      await ada.quit();
      await ben.restart(board);
      // Ben has not heard of it yet: only the host has it.
      await ben.showTasks();
      await ben.expectTask('Paint the hull');
      await ben.addTask('The other way round');
      await ben.expectSettled();
    });

    await test.step('both go on without the host', async () => {
      await ada.restart(board);
      await ada.showTasks();
      await ada.expectTask('The other way round');
      // The host introduces the two to each other, too.
      await ada.expectDirect('Ben');
      await host.kill();
      await ada.addTask('Without the host');
      await ada.expectSettled();
      await ben.expectTask('Without the host');
      await host.start();
      await expectVote(ada);
    });

    await test.step('Ada stops using it, and the host deletes what it stored', async () => {
      await ada.person('Ada');
      await witness(ada)
        .getByRole('button', { name: /^Actions for the lent vote/ })
        .click();
      await ada.page.getByRole('menuitem', { name: 'Stop using it…' }).click();
      const dialog = ada.page.getByRole('dialog', { name: /^Stop using the vote that the host/ });
      await dialog.getByRole('button', { name: 'Stop using it' }).click();
      await expect(witness(ada)).toHaveCount(0);
      await expect.poll(() => readdir(folder)).toEqual([]);
      await expect(ada.page.getByRole('button', { name: 'Let a host keep a vote…' })).toBeVisible();
    });
  } finally {
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
