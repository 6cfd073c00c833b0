/** Waiting until a window shows the page that a person went to. */

import type { Model, Person, Place, Tab } from '../../model/model.ts';
import type { Name } from '../../model/names.ts';
import type { World } from '../../world.ts';

/** The open board is there, with what is to be seen in a tab. */
export async function arrived(world: World, name: Name, tab: Tab): Promise<void> {
  const { instance } = world.window(name);
  await instance.health.waitFor();
  if (tab === 'whiteboard')
    await instance.page.locator('[data-testid="whiteboard"][data-ready="true"]').waitFor();
  // Viewers have no field to add one.
  else await instance.page.getByRole('heading', { name: 'To do' }).waitFor();
}

export async function arrivedAt(world: World, name: Name, place: Place): Promise<void> {
  if (place === 'start') await world.window(name).instance.newBoardName.waitFor();
  else await arrived(world, name, place.tab);
}

/** The names under which a person's device may know a board. */
export function titlesOf(model: Model, { name }: Person, board: string): readonly string[] {
  return model.boards.get(board)?.title.allowed([name]) ?? [];
}

/** @param titles one of which is the board's in the list. */
export async function openFromList(world: World, name: Name, titles: readonly string[]): Promise<void> {
  const pattern = titles.map((title) => world.boardName(title)).join('|');
  const { recentBoards } = world.window(name).instance;
  await recentBoards.getByRole('button', { name: new RegExp(`^Open (${pattern})$`) }).click();
}
