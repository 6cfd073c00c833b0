import { expect, test } from './instances.ts';

const board = 'Harbour plan';

for (const victim of ['a follower', 'the leader'] as const) {
  test(`with ${victim} of three killed the others go on, and it catches up when it is back`, async ({
    instances,
  }) => {
    const everyone = await instances.three(board);
    const [ada] = everyone;
    await ada.showWhiteboard();
    await ada.draw({ tool: 'rectangle', from: [420, 320], to: [640, 460] });
    await ada.addTask('Before the crash');
    for (const one of everyone) {
      await one.expectElements(1);
      await one.expectSettled();
    }

    const { leader } = await ada.people();
    const killed = everyone.find((one) => (one.name === leader) === (victim === 'the leader'));
    if (killed === undefined) throw new Error('there is no such instance');
    const others = everyone.filter((one) => one !== killed);
    const [first, second] = others;
    if (first === undefined || second === undefined) throw new Error('two were left');
    await killed.kill();

    await test.step('the other two go on', async () => {
      await first.addTask('While it was away');
      await second.draw({ tool: 'ellipse', from: [720, 320], to: [900, 460] });
      for (const one of others) {
        await one.showTasks();
        await expect(one.task('While it was away')).toHaveAttribute('data-task-number', '2');
        await one.expectElements(2);
        await one.expectSettled();
        await expect(one.health).toContainText('2 of 3 voting devices connected');
      }
    });

    await test.step('it comes back and shows what it missed', async () => {
      await killed.restart(board);
      await killed.showTasks();
      await expect(killed.task('Before the crash')).toHaveAttribute('data-task-number', '1');
      await expect(killed.task('While it was away')).toHaveAttribute('data-task-number', '2');
      await killed.showWhiteboard();
      await killed.expectElements(2);
      for (const one of everyone) await one.expectVoters(3);
    });

    await test.step('it takes part again', async () => {
      await killed.addTask('After the crash');
      for (const one of everyone) {
        await one.showTasks();
        await expect(one.task('After the crash')).toHaveAttribute('data-task-number', '3');
        await one.expectSettled();
      }
    });
  });
}

test('with all three killed and started again, everything is there', async ({ instances }) => {
  const everyone = await instances.three(board);
  const [ada, ben, cleo] = everyone;
  await ada.showWhiteboard();
  await ada.draw({ tool: 'rectangle', from: [420, 320], to: [640, 460] });
  await ben.addTask('Order rope');
  await cleo.showTasks();
  await expect(cleo.task('Order rope')).toHaveAttribute('data-task-number', '1');
  await cleo.claim('Order rope');
  for (const one of everyone) {
    await one.showTasks();
    await expect(one.task('Order rope')).toHaveAttribute('data-claimed-by', 'Cleo');
    await one.expectElements(1);
    await one.expectSettled();
  }

  for (const one of everyone) await one.kill();
  await Promise.all(everyone.map((one) => one.restart(board)));

  for (const one of everyone) {
    await one.expectVoters(3);
    await one.showWhiteboard();
    await one.expectElements(1);
    await one.showTasks();
    await expect(one.task('Order rope')).toHaveAttribute('data-claimed-by', 'Cleo');
  }
  await ada.addTask('Paint buoys');
  for (const one of everyone) {
    await expect(one.task('Paint buoys')).toHaveAttribute('data-task-number', '2');
    await one.expectSettled();
  }
});

test('with all three closed and opened again, everything is there', async ({ instances }) => {
  const everyone = await instances.three(board);
  const [ada, ben] = everyone;
  await ada.showWhiteboard();
  await ada.draw({ tool: 'rectangle', from: [420, 320], to: [640, 460] });
  await ben.addTask('Order rope');
  for (const one of everyone) {
    await one.showTasks();
    await expect(one.task('Order rope')).toHaveAttribute('data-task-number', '1');
    await one.expectElements(1);
    await one.expectSettled();
  }

  for (const one of everyone) await one.quit();
  await Promise.all(everyone.map((one) => one.restart(board)));

  for (const one of everyone) {
    await one.expectVoters(3);
    await one.showWhiteboard();
    await one.expectElements(1);
    await one.showTasks();
    await expect(one.task('Order rope')).toHaveAttribute('data-task-number', '1');
  }
  await ben.claim('Order rope');
  for (const one of everyone) {
    await expect(one.task('Order rope')).toHaveAttribute('data-claimed-by', 'Ben');
    await one.expectSettled();
  }
});
