/** The actions and the visible state of a window of Paxboard, in a browser or in the desktop app. */

import { expect as baseExpect, type Locator, type Page } from '@playwright/test';
import { hasInk } from './ink.ts';
import { storedPending } from './stored-pending.ts';

/** The timeout of `playwright.config.ts`, for use outside of Playwright's runner as well. Milliseconds. */
const usualPatience = 15_000;

export interface Shape {
  readonly tool: 'rectangle' | 'ellipse' | 'diamond' | 'arrow' | 'line';
  /** CSS pixels in the window. Excalidraw's panel of properties covers x below 260. */
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

export type ColumnName = 'To do' | 'Doing' | 'Done';

export class BoardPage {
  readonly #window: { readonly page: Page };
  readonly #expect: typeof baseExpect;

  /**
   * @param window has another page after a restart.
   * @param patience the longest wait for an expected state, milliseconds.
   */
  constructor(window: { readonly page: Page }, patience = usualPatience) {
    this.#window = window;
    this.#expect = baseExpect.configure({ timeout: patience });
  }

  get page(): Page {
    return this.#window.page;
  }

  // The start screen.

  get #nameField(): Locator {
    return this.page.getByRole('textbox', { name: 'Your name' });
  }

  get #start(): Locator {
    return this.newBoardName.or(this.joinLink).or(this.joinButton);
  }

  /** Waits until the window asks for a name or shows the start screen. */
  async expectUsable(): Promise<void> {
    await this.#expect(this.#nameField.or(this.#start).first()).toBeVisible();
  }

  /** Enters a name if the window asks for one, as it does once per profile. */
  async enterName(name: string): Promise<void> {
    await this.expectUsable();
    if (!(await this.#nameField.isVisible())) return;
    await this.#nameField.fill(name);
    await this.page.getByRole('button', { name: 'Continue' }).click();
    await this.#expect(this.#start.first()).toBeVisible();
  }

  get newBoardName(): Locator {
    return this.page.getByTestId('new-board-name');
  }

  /** The field for a link, on the start screen of members and guests. */
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
    await this.expectState('settling');
  }

  /** Pastes a link and clicks "Join". The test checks the result. */
  async submitLink(link: string): Promise<void> {
    await this.joinLink.fill(link);
    await this.page.getByRole('button', { name: 'Join', exact: true }).click();
  }

  async join(link: string): Promise<void> {
    await this.submitLink(link);
    await this.expectState('settling');
  }

  /** The button that accepts an opened invite, also one to a board that this device has. */
  get joinButton(): Locator {
    return this.page.getByRole('button', { name: /^(Join|Open) board$/ });
  }

  async acceptInvite(): Promise<void> {
    await this.joinButton.click();
    await this.expectState('settling');
  }

  /** Opens a board that this device knows. */
  async openBoard(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Open ${name}` }).click();
    await this.#expect(this.health).toBeVisible();
  }

  async backToBoards(): Promise<void> {
    await this.page.getByRole('button', { name: 'Back to boards' }).click();
    await this.#expect(this.newBoardName).toBeVisible();
  }

  /** Waits until mDNS has discovered a host at this address. */
  async expectFoundHost(address: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Network' }).click();
    const host = this.page.locator(`[data-testid="network-address"][data-address*="${address}"]`);
    await this.#expect(host.filter({ hasText: 'Found on the network' })).toBeVisible();
    await this.closeDialog();
  }

  // A board.

  get health(): Locator {
    return this.page.getByTestId('health');
  }

  get pending(): Locator {
    return this.page.getByTestId('pending-count');
  }

  /** The line that reports an unusable signaling server. */
  get signalingBanner(): Locator {
    return this.page.getByTestId('signaling');
  }

  get whiteboard(): Locator {
    return this.page.getByTestId('whiteboard');
  }

  async expectState(state: 'settling' | 'waiting'): Promise<void> {
    await this.#expect(this.health).toHaveAttribute('data-state', state);
  }

  async expectSettled(): Promise<void> {
    await this.#expect(this.pending).toHaveAttribute('data-count', '0');
  }

  async expectVoters(count: number): Promise<void> {
    await this.expectReachable(count, count);
  }

  /** @param reachable the connected voters, this device included. */
  async expectReachable(reachable: number, voters: number): Promise<void> {
    await this.#expect(this.health).toHaveAttribute('data-voters', String(voters));
    await this.#expect(this.health).toHaveAttribute('data-reachable', String(reachable));
  }

  /** The number of this device's unsettled changes in its storage. */
  storedPending(): Promise<number> {
    return this.page.evaluate(storedPending);
  }

  /** @param count the people that the header shows as present. */
  async expectPeople(count: number): Promise<void> {
    await this.#expect(this.page.getByRole('button', { name: `People: ${count} here` })).toBeVisible();
  }

  async inviteLink(access: 'Can edit' | 'Can view' = 'Can edit'): Promise<string> {
    await this.page.getByRole('button', { name: 'Invite', exact: true }).click();
    const choice = this.page.getByRole('radiogroup', { name: 'What the link allows' });
    if (access === 'Can view') await choice.getByText(access).click();
    const link = await this.page.getByTestId('invite-link').inputValue();
    await this.closeDialog();
    return link;
  }

  /** The same invite for the desktop app. */
  async deepLink(): Promise<string> {
    return (await this.inviteLink()).replace(/^.*#join=/, 'paxboard://join/');
  }

  /** A person's row in the list of people, which this opens if needed. */
  async person(name: string): Promise<Locator> {
    const list = this.page.getByTestId('people-list');
    if (!(await list.isVisible())) await this.page.getByRole('button', { name: /^People: / }).click();
    return list.locator(`[data-person="${name}"]`);
  }

  /** Gives a person a role with the keyboard. @param question the button of the question, if there is one. */
  async giveRole(name: string, role: 'Owner' | 'Editor' | 'Viewer', question?: string): Promise<void> {
    const row = await this.person(name);
    await row.getByRole('button', { name: `Actions for ${name}` }).press('Enter');
    const item = this.page.getByRole('menuitemradio', { name: new RegExp(`^${role}`) });
    await item.press('Enter');
    if (question !== undefined) await this.page.getByRole('button', { name: question, exact: true }).click();
    await this.#expect(row.getByRole('button', { name: `Actions for ${name}` })).toBeFocused();
    await this.#expect(row).toHaveAttribute('data-role', role.toLowerCase());
  }

  /** Removes a person from the board, through the menu. */
  async remove(name: string): Promise<void> {
    const row = await this.person(name);
    await row.getByRole('button', { name: `Actions for ${name}` }).click();
    await this.page.getByRole('menuitem', { name: 'Remove from the board…' }).click();
    const question = this.page.getByRole('dialog', { name: `Remove ${name} from the board?` });
    await question.getByRole('button', { name: 'Remove', exact: true }).click();
  }

  /** The names in the list of people, with the connected ones, the voters and the leader. */
  async people(): Promise<{
    all: string[];
    connected: string[];
    voters: string[];
    leader: string | undefined;
  }> {
    await this.page.getByRole('button', { name: /^People: / }).click();
    const list = this.page.getByTestId('people-list');
    await this.#expect(list).toBeVisible();
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

  /** Waits until this device is connected to a peer without a relay. */
  async expectDirect(name: string): Promise<void> {
    const row = await this.person(name);
    await this.#expect(row).toHaveAttribute('data-connected', 'true');
    await this.#expect(row).toHaveAttribute('data-via', '');
    await this.closeDialog();
  }

  async showTasks(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Tasks' }).click();
  }

  async showWhiteboard(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Whiteboard' }).click();
    await this.#expect(this.whiteboard).toHaveAttribute('data-ready', 'true');
  }

  async expectElements(count: number): Promise<void> {
    await this.#expect(this.whiteboard).toHaveAttribute('data-element-count', String(count));
  }

  async draw(shape: Shape): Promise<void> {
    await this.showWhiteboard();
    await this.whiteboard.getByTestId(`toolbar-${shape.tool}`).click({ force: true });
    const { mouse } = this.page;
    await mouse.move(...shape.from);
    await mouse.down();
    await mouse.move((shape.from[0] + shape.to[0]) / 2, (shape.from[1] + shape.to[1]) / 2, { steps: 4 });
    await mouse.move(...shape.to, { steps: 4 });
    await mouse.up();
  }

  /** Whether the canvas shows a drawing. @param part the checked part of its width and height, at its centre. */
  hasInk(part = 1): Promise<boolean> {
    return this.whiteboard.locator('canvas.static').evaluate(hasInk, part);
  }

  task(title: string): Locator {
    return this.page.getByTestId('task-card').filter({ hasText: title });
  }

  /** Adds a task, and waits until it is shown: before that, the pending count is still 0. */
  async addTask(title: string, column: ColumnName = 'To do'): Promise<void> {
    await this.showTasks();
    const field = this.page.getByRole('textbox', { name: `Add a task to ${column}` });
    await field.fill(title);
    await field.press('Enter');
    await this.expectTask(title);
  }

  async expectTask(title: string): Promise<void> {
    await this.#expect(this.task(title)).toBeVisible();
  }

  async claim(title: string): Promise<void> {
    await this.task(title).getByRole('button', { name: 'Claim', exact: true }).click();
  }

  /**
   * Clicks "Claim" at a given time, so that several windows can do it simultaneously.
   *
   * @param at milliseconds since 1970. @returns whether the button was still clickable.
   */
  async claimAt(title: string, at: number): Promise<boolean> {
    const button = this.task(title).getByRole('button', { name: 'Claim', exact: true });
    return button.evaluate(
      (element, time) =>
        new Promise<boolean>((resolve) => {
          setTimeout(() => {
            const isClickable =
              element.isConnected && element instanceof HTMLButtonElement && !element.disabled;
            if (isClickable) element.click();
            resolve(isClickable);
          }, time - Date.now());
        }),
      at,
    );
  }

  async closeDialog(): Promise<void> {
    await this.page.keyboard.press('Escape');
    // Excalidraw's colour picker has the role of a dialog.
    await this.#expect(this.page.locator('[aria-modal="true"]:not(.color-picker-container)')).toHaveCount(0);
  }
}
