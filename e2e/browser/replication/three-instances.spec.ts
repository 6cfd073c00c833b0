import { expect, test } from '../../processes/instances.ts';

const board = 'Harbour plan';

test.use({ browsers: 'separate' });

test('three instances agree on a drawing, a task and its claimant; one of three simultaneous claims wins', async ({
  instances,
}) => {
  const everyone = await instances.three(board);
  const [ada, ben, cleo] = everyone;

  await test.step('all see each other', async () => {
    for (const one of everyone) {
      await one.expectPeople(3);
      const people = await one.people();
      expect(people.connected).toEqual(['Ada', 'Ben', 'Cleo']);
      expect(people.voters).toEqual(['Ada', 'Ben', 'Cleo']);
    }
    const leaders = await Promise.all(everyone.map(async (one) => (await one.people()).leader));
    expect(new Set(leaders).size).toBe(1);
  });

  await test.step('all see a drawn element', async () => {
    for (const one of everyone) {
      await one.showWhiteboard();
      expect(await one.hasInk()).toBe(false);
    }
    await ada.draw({ tool: 'rectangle', from: [420, 320], to: [640, 460] });
    for (const one of everyone) await one.expectElements(1);
    for (const one of everyone) await expect.poll(() => one.hasInk()).toBe(true);
    await cleo.draw({ tool: 'ellipse', from: [720, 320], to: [900, 460] });
    for (const one of everyone) await one.expectElements(2);
  });

  await test.step('all see an added task, with the same number', async () => {
    await ben.addTask('Order rope');
    for (const one of everyone) {
      await one.showTasks();
      await expect(one.task('Order rope')).toHaveAttribute('data-task-number', '1');
      await expect(one.task('Order rope')).toHaveAttribute('data-column', 'todo');
    }
  });

  await test.step('a task moved by keyboard alone moves for all', async () => {
    await cleo.task('Order rope').getByRole('button', { name: 'Actions for Task 1' }).press('Enter');
    const menu = cleo.page.getByRole('menu');
    // It is the only task of its column.
    await expect(menu.getByRole('menuitem', { name: 'Move up' })).toBeDisabled();
    await menu.getByRole('menuitem', { name: 'Doing' }).press('Enter');
    for (const one of everyone) await expect(one.task('Order rope')).toHaveAttribute('data-column', 'doing');
  });

  await test.step('everything settles', async () => {
    for (const one of everyone) await one.expectSettled();
  });

  // A claim settles within milliseconds, so a slow instance may not find the button. Then the race is repeated.
  const raced = await test.step('all claim one task at once', async () => {
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      const title = `Paint buoy ${attempt}`;
      await ada.addTask(title);
      for (const one of everyone) await expect(one.task(title)).toHaveAttribute('data-pending', 'false');
      const at = Date.now() + 300;
      const clicked = await Promise.all(everyone.map((one) => one.claimAt(title, at)));
      if (clicked.every(Boolean)) return title;
      for (const one of everyone) await expect(one.task(title)).not.toHaveAttribute('data-claimed-by', '');
    }
    throw new Error('no attempt had three simultaneous clicks');
  });

  await test.step('one wins, and the others see its name', async () => {
    const winners = await Promise.all(
      everyone.map(async (one) => {
        await expect(one.task(raced)).not.toHaveAttribute('data-claimed-by', '');
        await one.expectSettled();
        return one.task(raced).getAttribute('data-claimed-by');
      }),
    );
    const [winner] = winners;
    expect(winners).toEqual([winner, winner, winner]);
    expect(everyone.map((one) => one.name)).toContain(winner);
    for (const one of everyone) {
      const notice = one.page.getByText(`${winner} was first.`).first();
      if (one.name === winner) await expect(one.task(raced).getByText('Claimed by you')).toBeVisible();
      else await expect(notice).toBeVisible();
    }
  });

  await test.step('Cleo’s device becomes the second one of Ada, by the code that Ada’s device shows', async () => {
    await ada.person('Ada');
    await ada.page.getByRole('button', { name: 'Link another of your devices…' }).click();
    const offer = ada.page.getByRole('dialog', { name: 'Link another of your devices' });
    await offer.getByLabel('Name of this device').fill('Laptop');
    await offer.getByRole('button', { name: 'Show a code' }).click();
    const code = await offer.getByTestId('link-code').inputValue();
    await cleo.person('Ada');
    await cleo.page.getByRole('button', { name: 'This is my second device…' }).click();
    const second = cleo.page.getByRole('dialog', { name: 'This is my second device' });
    await second.getByLabel('Code').fill('0000-0000-0000');
    await second.getByLabel('Name of this device').fill('Phone');
    await second.getByRole('button', { name: 'Link this device' }).click();
    await expect(second.getByText(/^No device on this board has this code now/)).toBeVisible();
    await second.getByLabel('Code').fill(code.toLowerCase().replaceAll('-', ' '));
    await second.getByLabel('Code').press('Enter');
    for (const one of [ada, cleo]) {
      const done = one.page.getByRole('dialog', { name: 'The devices are linked' });
      await expect(done.getByTestId('device-linked')).toBeVisible();
      await done.getByRole('button', { name: 'Close' }).last().click();
      await one.closeDialog();
    }
    for (const one of everyone) {
      await one.expectPeople(2);
      const row = await one.person('Ada');
      await expect(row.locator('[data-device]')).toHaveCount(2);
      await expect(row.locator('[data-device="Phone"]')).toHaveAttribute('data-votes', 'true');
      await one.closeDialog();
    }
  });

  await test.step('it claims for Ada, whose other device gives the card back', async () => {
    await ben.addTask('Mend the net');
    const card = (one: typeof ada) => one.task('Mend the net');
    for (const one of everyone) await expect(card(one)).toHaveAttribute('data-pending', 'false');
    await card(cleo).getByRole('button', { name: 'Claim' }).click();
    for (const one of everyone) await expect(card(one)).toHaveAttribute('data-claimed-by', 'Ada');
    await expect(card(ada).getByText('Claimed by you')).toBeVisible();
    await card(ada)
      .getByRole('button', { name: /^Actions for / })
      .click();
    await ada.page.getByRole('menuitem', { name: 'Release' }).click();
    for (const one of everyone) await expect(card(one)).toHaveAttribute('data-claimed-by', '');
  });

  const lent = () => cleo.page.locator(`[data-lent="${board}"]`);
  await test.step('Cleo lends the vote of her computer, and leaves the board', async () => {
    await cleo.person('Ada');
    await cleo.page.getByRole('button', { name: 'Lend this computer’s vote…' }).click();
    const dialog = cleo.page.getByRole('dialog', { name: 'Lend this computer’s vote to this board?' });
    await dialog.getByLabel('Name of this computer').fill('Shed');
    await dialog.getByRole('button', { name: 'Lend vote' }).click();
    await expect(cleo.page.locator('[data-witness="Shed"]')).toHaveAttribute('data-connected', 'true');
    await cleo.closeDialog();
    await cleo.backToBoards();
    await expect(lent()).toHaveAttribute('data-lent-state', 'votes');
    for (const one of [ada, ben]) await one.expectVoters(3);
    expect((await ada.people()).voters).toEqual(['Ada', 'Ben']);
  });

  await test.step('each of two people goes on without the other, also after a crash of that computer', async () => {
    await ben.quit();
    await ada.showTasks();
    await ada.addTask('Alone with a vote');
    await ada.expectSettled();
    await cleo.kill();
    await cleo.start();
    await expect(lent()).toHaveAttribute('data-lent-state', 'votes');
    await ben.restart(board);
    await ben.showTasks();
    await ben.expectTask('Alone with a vote');
    await ada.quit();
    await ben.addTask('The other way round');
    await ben.expectSettled();
  });

  await test.step('Cleo stops lending', async () => {
    await lent().getByRole('button', { name: 'Stop lending…' }).click();
    const dialog = cleo.page.getByRole('dialog', { name: /^Stop lending/ });
    await dialog.getByRole('button', { name: 'Stop lending' }).click();
    await expect(lent()).toHaveCount(0);
    await ben.person('Ada');
    await expect(ben.page.locator('[data-witness="Shed"]')).toHaveCount(0);
  });
});
