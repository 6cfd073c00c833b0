import { describe, expect, it } from 'vitest';
import { storageInMemory } from '../memory/page-storage.ts';
import { directionOf, LayoutDirection } from './direction.ts';

describe('the direction of a language', () => {
  it.each([
    ['en-GB', 'ltr'],
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['fa', 'rtl'],
    ['ur-PK', 'rtl'],
    ['ku-Arab', 'rtl'],
    ['az-Latn', 'ltr'],
    ['ja', 'ltr'],
  ])('%s is %s', (locale, direction) => {
    expect(directionOf(locale)).toBe(direction);
  });
});

describe('the direction of the layout', () => {
  it('follows the language of the texts until a person chooses another', () => {
    const root = { dir: '' };
    const layout = new LayoutDirection(root, () => 'he', storageInMemory());
    expect([layout.choice(), root.dir]).toEqual(['auto', 'rtl']);
    layout.choose('ltr');
    expect([layout.choice(), root.dir]).toEqual(['ltr', 'ltr']);
  });

  it('is chosen again at the next start, and anything else in the storage is ignored', () => {
    const storage = storageInMemory();
    new LayoutDirection({ dir: '' }, () => 'en', storage).choose('rtl');
    const root = { dir: '' };
    expect(new LayoutDirection(root, () => 'en', storage).choice()).toBe('rtl');
    expect(root.dir).toBe('rtl');
    storage.setItem('paxboard-direction', 'upwards');
    expect(new LayoutDirection(root, () => 'en', storage).choice()).toBe('auto');
  });

  it('is set again after something else has set it', () => {
    const root = { dir: '' };
    const layout = new LayoutDirection(root, () => 'ar', undefined);
    root.dir = 'ltr';
    layout.apply();
    expect(root.dir).toBe('rtl');
  });

  it('tells its listeners about a choice', () => {
    const layout = new LayoutDirection({ dir: '' }, () => 'en', undefined);
    const seen: string[] = [];
    const stop = layout.subscribe(() => seen.push(layout.choice()));
    layout.choose('rtl');
    stop();
    layout.choose('ltr');
    expect(seen).toEqual(['rtl']);
  });
});
