/** Waits until a window shows the page to which a person has navigated. */

import type { Model, Person, Place, Tab } from '../../model/model.ts';
import type { Name } from '../../model/names.ts';
import type { World } from '../../world.ts';

/** Waits until the open board shows the content of a tab. */
export async function arrived(world: World, name: Name, tab: Tab): Promise<void> {
  const { instance } = world.window(name);
  await instance.health.waitFor();
  if (tab === 'whiteboard')
    await instance.page.locator('[data-testid="whiteboard"][data-ready="true"]').waitFor();
  // Viewers have no field for a new task.
  else await instance.page.getByRole('heading', { name: 'To do' }).waitFor();
}

export async function arrivedAt(world: World, name: Name, place: Place): Promise<void> {
  if (place === 'start') await world.window(name).instance.newBoardName.waitFor();
  else await arrived(world, name, place.tab);
}

/** The names that a person's device may show for a board. */
export function titlesOf(model: Model, { name }: Person, board: string): readonly string[] {
  return model.boards.get(board)?.title.allowed([name]) ?? [];
}

/** @param titles possible names of the board in the list. */
export async function openFromList(world: World, name: Name, titles: readonly string[]): Promise<void> {
  const pattern = titles.map((title) => world.boardName(title)).join('|');
  const { recentBoards } = world.window(name).instance;
  await recentBoards.getByRole('button', { name: new RegExp(`^Open (${pattern})$`) }).click();
}
