import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

const board = 'Harbour plan';

test.use({ browsers: 'separate' });

test('one killed device of three, or all three, return with the whole board', async ({ instances }) => {
  const everyone = await instances.three(board);
  const [ada, , cleo] = everyone;
  await ada.showWhiteboard();
  await ada.draw({ tool: 'rectangle', from: [420, 320], to: [640, 460] });
  await ada.addTask('Before the crash');
  await cleo.showTasks();
  await expect(cleo.task('Before the crash')).toHaveAttribute('data-task-number', '1');
  await cleo.claim('Before the crash');
  for (const one of everyone) {
    await one.showTasks();
    await expect(one.task('Before the crash')).toHaveAttribute('data-claimed-by', 'Cleo');
    await one.expectElements(1);
    await one.expectSettled();
  }
  await test.step('a follower', () => continueWithout('a follower', everyone, 1));
  await test.step('the leader', () => continueWithout('the leader', everyone, 3));
  await test.step('all three', () => returnAfter('kill', everyone, 5));
  await test.step('all three, by quitting', () => returnAfter('quit', everyone, 6));
});

/** @param tasks the number of tasks on the board, which has one element for every two tasks. */
async function continueWithout(
  victim: 'a follower' | 'the leader',
  everyone: readonly Instance[],
  tasks: number,
): Promise<void> {
  const [ada] = everyone;
  const leader = (await ada?.people())?.leader;
  const killed = everyone.find((one) => (one.name === leader) === (victim === 'the leader'));
  const others = everyone.filter((one) => one !== killed);
  const [first, second] = others;
  if (killed === undefined || first === undefined || second === undefined) throw new Error('three instances');
  const elements = (tasks + 1) / 2;
  const [meanwhile, afterwards] = [`While ${victim} was away`, `After ${victim} was back`];
  await killed.kill();

  await test.step('the other two continue', async () => {
    await first.addTask(meanwhile);
    const left = 420 + 150 * elements;
    await second.draw({ tool: 'ellipse', from: [left, 520], to: [left + 120, 620] });
    for (const one of others) {
      await one.showTasks();
      await expect(one.task(meanwhile)).toHaveAttribute('data-task-number', String(tasks + 1));
      await one.expectElements(elements + 1);
      await one.expectSettled();
      await one.expectReachable(2, 3);
    }
  });

  await test.step('it returns, shows the changes that it missed, and participates again', async () => {
    await killed.restart(board);
    await killed.showTasks();
    await expect(killed.task('Before the crash')).toHaveAttribute('data-task-number', '1');
    await expect(killed.task(meanwhile)).toHaveAttribute('data-task-number', String(tasks + 1));
    await killed.showWhiteboard();
    await killed.expectElements(elements + 1);
    for (const one of everyone) await one.expectVoters(3);
    await killed.addTask(afterwards);
    for (const one of everyone) {
      await one.showTasks();
      await expect(one.task(afterwards)).toHaveAttribute('data-task-number', String(tasks + 2));
      await one.expectSettled();
    }
  });
}

/** @param tasks the number of tasks on the board. Cleo has claimed the first. */
async function returnAfter(
  end: 'kill' | 'quit',
  everyone: readonly Instance[],
  tasks: number,
): Promise<void> {
  for (const one of everyone) await one[end]();
  await Promise.all(everyone.map((one) => one.restart(board)));
  for (const one of everyone) {
    await one.expectVoters(3);
    await one.showWhiteboard();
    await one.expectElements(3);
    await one.showTasks();
    await expect(one.page.getByTestId('task-card')).toHaveCount(tasks);
    await expect(one.task('Before the crash')).toHaveAttribute('data-claimed-by', 'Cleo');
  }
  const title = `After all were back from ${end}`;
  await everyone[0]?.addTask(title);
  for (const one of everyone) {
    await expect(one.task(title)).toHaveAttribute('data-task-number', String(tasks + 1));
    await one.expectSettled();
  }
}
