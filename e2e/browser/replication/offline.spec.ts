import { expect, test } from '../../processes/instances.ts';

test.use({ browsers: 'separate' });

test('without a majority drawing continues, also across a crash, and settles when another device returns', async ({
  instances,
}) => {
  const everyone = await instances.three('Harbour plan');
  const [ada, ben, cleo] = everyone;
  await ada.showWhiteboard();
  for (const one of everyone) await one.expectSettled();

  await Promise.all([ben.kill(), cleo.kill()]);
  await expect(ada.health).toHaveText('Offline: you can go on');

  await test.step('a drawing is shown as pending', async () => {
    await ada.draw({ tool: 'rectangle', from: [420, 320], to: [640, 460] });
    await ada.expectElements(1);
    await expect.poll(() => pendingCount(ada)).toBeGreaterThan(0);
    const afterOne = await pendingCount(ada);
    await ada.draw({ tool: 'ellipse', from: [720, 320], to: [900, 460] });
    await ada.expectElements(2);
    await expect.poll(() => pendingCount(ada)).toBeGreaterThan(afterOne);
    await expect(ada.health).toHaveText(/^Offline: you can go on; \d+ changes wait here$/);
  });

  await test.step('a task has no number yet', async () => {
    await ada.addTask('Order rope');
    await expect(ada.task('Order rope')).toHaveAttribute('data-task-number', '0');
  });

  await test.step('a choice in People is shown as one that waits, with those that it waits for', async () => {
    await ada.person('Ben');
    await expect(ada.page.getByTestId('only-owner')).toBeVisible();
    await ada.page.getByTestId('newcomers').click();
    await expect(ada.page.getByTestId('newcomers')).toBeChecked();
    const waits = ada.page.getByTestId('choice-waits');
    await expect(waits).toHaveText(
      /only look at first\. Not in effect yet: waits for (Ben or Cleo|Cleo or Ben)\.$/,
    );
    await ada.closeDialog();
  });

  await test.step('pending changes survive a crash of their device', async () => {
    const waiting = await pendingCount(ada);
    // A change is shown immediately, and stored a moment later.
    await expect.poll(() => ada.storedPending()).toBe(waiting);
    await ada.kill();
    await ada.restart('Harbour plan');
    await ada.showWhiteboard();
    await ada.expectElements(2);
    await ada.showTasks();
    await expect(ada.task('Order rope')).toHaveAttribute('data-pending', 'true');
    expect(await pendingCount(ada)).toBe(waiting);
  });

  await test.step('all pending changes settle when Ben returns', async () => {
    await ben.restart('Harbour plan');
    await ben.showWhiteboard();
    for (const one of [ada, ben]) {
      await one.expectSettled();
      await one.expectReachable(2, 3);
      await expect(one.health).toHaveText('Saved');
      await one.expectElements(2);
      await one.showTasks();
      await expect(one.task('Order rope')).toHaveAttribute('data-task-number', '1');
    }
    await ada.person('Ben');
    await expect(ada.page.getByTestId('newcomers')).toBeChecked();
    await expect(ada.page.getByTestId('choice-waits')).toHaveCount(0);
  });
});

async function pendingCount(one: {
  readonly pending: { getAttribute(name: string): Promise<string | null> };
}) {
  return Number(await one.pending.getAttribute('data-count'));
}
