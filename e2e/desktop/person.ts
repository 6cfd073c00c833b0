/** A person's first steps, in a window driven by its DevTools socket. */

import type { DevToolsWindow } from './devtools-window.ts';

export const taskCard = '[data-testid="task-card"]';

export async function sayName(window: DevToolsWindow, name: string): Promise<void> {
  await window.write('input', name);
  await window.click('button', 'Continue');
}

export async function createBoard(window: DevToolsWindow, name: string): Promise<void> {
  await window.write('[data-testid="new-board-name"]', name);
  await window.click('button', 'Create board');
  await window.see('[data-testid="health"][data-state="settling"]');
}

/** Also shows the tasks. */
export async function addTask(window: DevToolsWindow, title: string): Promise<void> {
  await window.click('[role="tab"]', 'Tasks');
  await window.write('[aria-label="Add a task to To do"]', title, { enter: true });
  await window.see(taskCard, title);
  await window.see('[data-testid="pending-count"][data-count="0"]');
}
