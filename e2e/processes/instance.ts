/** One person's Paxboard: a browser with a profile of its own, and what a person does in it. */

import { type BrowserContext, expect as baseExpect, type Locator, type Page } from '@playwright/test';
import { ConsoleErrors } from '../page/console-errors.ts';
import { killChromium, launchChromium } from './chromium.ts';

/** As the tests' configuration has it, also outside of Playwright's runner. Milliseconds. */
const expect = baseExpect.configure({ timeout: 15_000 });

export interface Shape {
  readonly tool: 'rectangle' | 'ellipse' | 'diamond' | 'arrow';
  /** CSS pixels in the window. Left of 260 is Excalidraw's panel of properties. */
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

export type ColumnName = 'To do' | 'Doing' | 'Done';

/** Adds a task where the tasks are shown, and waits until it is there, settled or not. */
export async function addTask(page: Page, title: string, column: ColumnName = 'To do'): Promise<void> {
  const field = page.getByRole('textbox', { name: `Add a task to ${column}` });
  await field.fill(title);
  await field.press('Enter');
  await expect(page.getByTestId('task-card').filter({ hasText: title })).toBeVisible();
}

export class Instance {
  readonly name: string;
  readonly errors = new ConsoleErrors();
  readonly #profile: string;
  readonly #url: string;
  readonly #chromium: string | undefined;
  readonly #prepare: (context: BrowserContext) => Promise<void>;
  #context: BrowserContext | undefined;
  #page: Page | undefined;

  /**
   * @param options.chromium the program to run, where that is not the usual one.
   * @param options.prepare runs each time the browser has started, before any page is opened in it.
   */
  constructor(
    name: string,
    profile: string,
    url: string,
    options: {
      readonly chromium?: string | undefined;
      readonly prepare?: (context: BrowserContext) => Promise<void>;
    } = {},
  ) {
    this.name = name;
    this.#chromium = options.chromium;
    this.#prepare = options.prepare ?? (async () => undefined);
    this.#profile = profile;
    this.#url = url;
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error(`${this.name}'s browser does not run`);
    return this.#page;
  }

  get context(): BrowserContext {
    if (this.#context === undefined) throw new Error(`${this.name}'s browser does not run`);
    return this.#context;
  }

  get isRunning(): boolean {
    return this.#page !== undefined;
  }

  /** Starts the browser, and says who it is the first time. */
  async start(): Promise<void> {
    this.#context = await launchChromium(this.#profile, { program: this.#chromium });
    this.errors.watch(this.#context);
    await this.#prepare(this.#context);
    this.#page = this.#context.pages()[0] ?? (await this.#context.newPage());
    await this.visit(this.#url);
  }

  /** Another tab of the same browser. */
  async newTab(url: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(url);
    return page;
  }

  /** Goes on in another tab, and closes the one before. */
  async moveTo(page: Page): Promise<void> {
    const before = this.page;
    this.#page = page;
    await before.close();
  }

  /** Opens an address, and answers the question for a name if it is asked. */
  async visit(url: string): Promise<void> {
    await this.page.goto(url);
    const name = this.page.getByRole('textbox', { name: 'Your name' });
    await expect(name.or(this.joinLink).first()).toBeVisible();
    if (!(await name.isVisible())) return;
    await name.fill(this.name);
    await this.page.getByRole('button', { name: 'Continue' }).click();
    await expect(this.joinLink).toBeVisible();
  }

  /** As a person quits it: pages hear of it. */
  async quit(): Promise<void> {
    const context = this.#context;
    this.#forget();
    if (context === undefined) return;
    for (const page of context.pages()) await page.close();
    await context.close();
  }

  /** As a power cut ends it: nobody hears of it. */
  async kill(): Promise<void> {
    const { context } = this;
    this.#forget();
    await killChromium(context, this.#profile);
  }

  #forget(): void {
    this.#context = undefined;
    this.#page = undefined;
  }

  // The start screen.

  get newBoardName(): Locator {
    return this.page.getByTestId('new-board-name');
  }

  /** Where a link is pasted; on the start screen of members and guests. */
  get joinLink(): Locator {
    return this.page.getByTestId('join-link');
  }

  /** The boards that this device knows. */
  get recentBoards(): Locator {
    return this.page.getByRole('region', { name: 'Your boards' }).getByRole('listitem');
  }

  async createBoard(name: string): Promise<void> {
    await this.newBoardName.fill(name);
    await this.page.getByRole('button', { name: 'Create board' }).click();
    await expect(this.health).toHaveAttribute('data-state', 'settling');
  }

  /** Pastes a link and asks to join. What comes of it is for the test to see. */
  async submitLink(link: string): Promise<void> {
    await this.joinLink.fill(link);
    await this.page.getByRole('button', { name: 'Join', exact: true }).click();
  }

  async join(link: string): Promise<void> {
    await this.submitLink(link);
    await expect(this.health).toHaveAttribute('data-state', 'settling');
  }

  /** Starts the browser again, and opens a board that this device knows. */
  async restart(board: string): Promise<void> {
    await this.start();
    await this.page.getByRole('button', { name: `Open ${board}` }).click();
    await expect(this.health).toBeVisible();
  }

  // A board.

  get health(): Locator {
    return this.page.getByTestId('health');
  }

  get pending(): Locator {
    return this.page.getByTestId('pending-count');
  }

  /** The line that says that the signaling server cannot be used. */
  get signalingBanner(): Locator {
    return this.page.getByTestId('signaling');
  }

  get whiteboard(): Locator {
    return this.page.getByTestId('whiteboard');
  }

  async expectSettled(): Promise<void> {
    await expect(this.pending).toHaveAttribute('data-count', '0');
  }

  async expectVoters(count: number): Promise<void> {
    await this.expectReachable(count, count);
  }

  /** How many of the voting devices this one is connected to, itself included. */
  async expectReachable(reachable: number, voters: number): Promise<void> {
    await expect(this.health).toHaveAttribute('data-voters', String(voters));
    await expect(this.health).toHaveAttribute('data-reachable', String(reachable));
  }

  /** How many of this device's changes its storage holds until they are settled. */
  async storedPending(): Promise<number> {
    return this.page.evaluate(async () => {
      const answer = <Value>(request: IDBRequest<Value>) =>
        new Promise<Value>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
      const boards = names.filter((name) => name.startsWith('paxboard-board-'));
      let stored = 0;
      for (const name of boards) {
        const database = await answer(indexedDB.open(name));
        const stores = [...database.objectStoreNames];
        for (const store of stores) {
          const keys = await answer(database.transaction(store).objectStore(store).getAllKeys());
          stored += keys.filter((key) => Array.isArray(key) && key[0] === 'outbox').length;
        }
        database.close();
      }
      return stored;
    });
  }

  /** How many people the header says are here. */
  async expectPeople(count: number): Promise<void> {
    await expect(this.page.getByRole('button', { name: `People: ${count} here` })).toBeVisible();
  }

  async inviteLink(access: 'Can edit' | 'Can view' = 'Can edit'): Promise<string> {
    await this.page.getByRole('button', { name: 'Invite', exact: true }).click();
    const choice = this.page.getByRole('radiogroup', { name: 'What the link allows' });
    if (access === 'Can view') await choice.getByText(access).click();
    const link = await this.page.getByTestId('invite-link').inputValue();
    await this.closeDialog();
    return link;
  }

  /** The row of somebody in the list of people, which is opened if it is not. */
  async person(name: string): Promise<Locator> {
    const list = this.page.getByTestId('people-list');
    if (!(await list.isVisible())) await this.page.getByRole('button', { name: /^People: / }).click();
    return list.locator(`[data-person="${name}"]`);
  }

  /** Removes somebody from the board, as a person does it. */
  async remove(name: string): Promise<void> {
    const row = await this.person(name);
    await row.getByRole('button', { name: `Actions for ${name}` }).click();
    await this.page.getByRole('menuitem', { name: 'Remove from the board…' }).click();
    const question = this.page.getByRole('dialog', { name: `Remove ${name} from the board?` });
    await question.getByRole('button', { name: 'Remove', exact: true }).click();
  }

  /** The names of everyone in the list of people, and of those who vote and lead. */
  async people(): Promise<{
    all: string[];
    connected: string[];
    voters: string[];
    leader: string | undefined;
  }> {
    await this.page.getByRole('button', { name: /^People: / }).click();
    const list = this.page.getByTestId('people-list');
    await expect(list).toBeVisible();
    const named = async (filter: string) =>
      (
        await list
          .locator(`[data-person]${filter}`)
          .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-person') ?? ''))
      ).sort();
    const people = {
      all: await named(''),
      connected: await named('[data-connected="true"]'),
      voters: await named('[data-votes="true"]'),
      leader: (await named('[data-leads="true"]'))[0],
    };
    await this.closeDialog();
    return people;
  }

  async showTasks(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Tasks' }).click();
  }

  async showWhiteboard(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Whiteboard' }).click();
    await expect(this.whiteboard).toHaveAttribute('data-ready', 'true');
  }

  async expectElements(count: number): Promise<void> {
    await expect(this.whiteboard).toHaveAttribute('data-element-count', String(count));
  }

  async draw(shape: Shape): Promise<void> {
    await this.showWhiteboard();
    await this.whiteboard.getByTestId(`toolbar-${shape.tool}`).check({ force: true });
    const { mouse } = this.page;
    await mouse.move(...shape.from);
    await mouse.down();
    await mouse.move((shape.from[0] + shape.to[0]) / 2, (shape.from[1] + shape.to[1]) / 2, { steps: 4 });
    await mouse.move(...shape.to, { steps: 4 });
    await mouse.up();
  }

  /** Whether anything is to be seen on the canvas. @param part of its width and height, around its middle. */
  async hasInk(part = 1): Promise<boolean> {
    return this.whiteboard.locator('canvas.static').evaluate((canvas, share) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error('Excalidraw has another canvas now');
      const [width, height] = [Math.round(canvas.width * share), Math.round(canvas.height * share)];
      const [left, top] = [Math.floor((canvas.width - width) / 2), Math.floor((canvas.height - height) / 2)];
      const bytes = canvas.getContext('2d')?.getImageData(left, top, width, height).data;
      if (bytes === undefined) throw new Error('the canvas cannot be read');
      const pixels = new Uint32Array(bytes.buffer);
      return pixels.some((pixel) => pixel !== pixels[0]);
    }, part);
  }

  task(title: string): Locator {
    return this.page.getByTestId('task-card').filter({ hasText: title });
  }

  /** Adds a task, and waits until it is shown: before that nothing is pending, and all seems settled. */
  async addTask(title: string, column: ColumnName = 'To do'): Promise<void> {
    await this.showTasks();
    await addTask(this.page, title, column);
  }

  async claim(title: string): Promise<void> {
    await this.task(title).getByRole('button', { name: 'Claim', exact: true }).click();
  }

  /**
   * Clicks "Claim" when the clock says so, so that several can do it at once.
   *
   * @param at milliseconds since 1970. @returns whether the button was still there to be clicked.
   */
  async claimAt(title: string, at: number): Promise<boolean> {
    const button = this.task(title).getByRole('button', { name: 'Claim', exact: true });
    return button.evaluate(
      (element, time) =>
        new Promise<boolean>((resolve) => {
          setTimeout(() => {
            const there = element.isConnected && element instanceof HTMLButtonElement && !element.disabled;
            if (there) element.click();
            resolve(there);
          }, time - Date.now());
        }),
      at,
    );
  }

  async closeDialog(): Promise<void> {
    await this.page.keyboard.press('Escape');
    // Excalidraw's panel of properties calls its colours a dialog.
    await expect(this.page.locator('[aria-modal="true"]:not(.color-picker-container)')).toHaveCount(0);
  }
}
