import { Arch, Platform } from 'electron-builder';
import { describe, expect, test } from 'vitest';
import {
  type DistOptions,
  missingFor,
  readOptions,
  sentenceFor,
  targetsOf,
} from '../scripts/packaging/dist-options.mjs';

describe('what `npm run dist` makes', () => {
  test('without a word: everything for the system that it runs on', () => {
    expect(readOptions([], 'linux')).toEqual({ archs: ['x64', 'arm64'], kinds: ['AppImage', 'deb', 'rpm'] });
    expect(readOptions([], 'win32')).toEqual({ archs: ['x64', 'arm64'], kinds: ['nsis'] });
    expect(readOptions([], 'darwin')).toEqual({ archs: ['x64', 'arm64'], kinds: ['dmg', 'zip'] });
  });

  test('only the processors and kinds that are named, in any case, once', () => {
    expect(readOptions(['--arm64', 'appimage', 'DEB', 'deb'], 'linux')).toEqual({
      archs: ['arm64'],
      kinds: ['AppImage', 'deb'],
    });
    expect(readOptions(['dir'], 'darwin')).toMatchObject({ kinds: ['dir'] });
  });

  test.each([
    [['--publish', 'always'], 'linux'],
    [['deb'], 'win32'],
    [['--ia32'], 'linux'],
    [[''], 'linux'],
  ])('%j on %s is refused, with what there is', (args, platform) => {
    expect(readOptions(args, platform)).toMatchObject({
      problem: expect.stringMatching(/means nothing here.*--x64 and --arm64.*dir/),
    });
  });

  test('other systems are told which ones it takes', () => {
    expect(readOptions([], 'freebsd')).toMatchObject({ problem: expect.stringContaining('this is freebsd') });
  });

  test('an rpm is not begun without the program that makes it', () => {
    expect(missingFor(['deb', 'rpm'], () => false)).toMatch(/rpmbuild.*\n.*npm run dist -- AppImage deb/);
    expect(missingFor(['deb', 'rpm'], (program) => program === 'rpmbuild')).toBeUndefined();
    expect(missingFor(['AppImage', 'deb'], () => false)).toBeUndefined();
  });

  test('goes to electron-builder in its own form', () => {
    const options: DistOptions = { archs: ['x64', 'arm64'], kinds: ['dir'] };
    const [[platform, kinds] = []] = targetsOf(Platform, Arch, options);
    expect(platform).toBe(Platform.current());
    expect([...(kinds ?? [])]).toEqual([
      [Arch.x64, ['dir']],
      [Arch.arm64, ['dir']],
    ]);
  });
});

describe('what it says when it fails', () => {
  const network = /could not be fetched: .*\nThey come from github\.com\. Try again/;

  test.each([
    Object.assign(new Error('getaddrinfo ENOTFOUND github.com'), { code: 'ENOTFOUND' }),
    Object.assign(new Error('Response code 403 (Forbidden)'), { name: 'HTTPError' }),
    new Error('Unable to build', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }),
    new Error('cannot resolve https://github.com/x: status code 503'),
  ])('%s is the network', (error) => {
    expect(sentenceFor(error)).toMatch(network);
  });

  test('a missing rpmbuild is named, with how to get it', () => {
    const error = new Error("fpm failed\nNeed executable 'rpmbuild' to convert dir to rpm");
    expect(sentenceFor(error)).toContain('apt-get install rpm');
  });

  test('a full disk is a full disk', () => {
    expect(sentenceFor(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toBe('The disk is full.');
  });

  test.each([
    [new Error('first line\nsecond line'), 'The installers could not be built: first line'],
    ['a text', 'The installers could not be built: a text'],
    [undefined, 'The installers could not be built: no reason was given'],
  ])('anything else is told in one line', (error, sentence) => {
    expect(sentenceFor(error)).toBe(sentence);
  });

  test('a cause that leads back to itself does not hang it', () => {
    const error = new Error('round');
    error.cause = error;
    expect(sentenceFor(error)).toContain('round');
  });
});
