import { Arch, Platform } from 'electron-builder';
import { describe, expect, test } from 'vitest';
import {
  type DistOptions,
  failureMessage,
  missingRequirement,
  readOptions,
  targetsOf,
} from '../scripts/packaging/dist-options.mjs';

describe('the arguments of `npm run dist`', () => {
  test('default to every kind and architecture of the current system', () => {
    expect(readOptions([], 'linux')).toEqual({ archs: ['x64', 'arm64'], kinds: ['AppImage', 'deb', 'rpm'] });
    expect(readOptions([], 'win32')).toEqual({ archs: ['x64', 'arm64'], kinds: ['nsis'] });
    expect(readOptions([], 'darwin')).toEqual({ archs: ['x64', 'arm64'], kinds: ['dmg', 'zip'] });
  });

  test('select architectures and kinds, in upper or lower case, once each', () => {
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
  ])('reports %j on %s as unknown, with the known arguments', (args, platform) => {
    expect(readOptions(args, platform)).toMatchObject({
      problem: expect.stringMatching(/^Unknown argument ".*--x64 and --arm64.*dir/),
    });
  });

  test('are rejected on other systems, with the supported ones', () => {
    expect(readOptions([], 'freebsd')).toMatchObject({
      problem: expect.stringContaining('on Linux, Windows and macOS; this is freebsd'),
    });
  });

  test('for an rpm are rejected without rpmbuild', () => {
    expect(missingRequirement(['deb', 'rpm'], () => false)).toMatch(
      /rpmbuild.*\n.*npm run dist -- AppImage deb/,
    );
    expect(missingRequirement(['deb', 'rpm'], (program) => program === 'rpmbuild')).toBeUndefined();
    expect(missingRequirement(['AppImage', 'deb'], () => false)).toBeUndefined();
  });

  test('are converted to targets of electron-builder', () => {
    const options: DistOptions = { archs: ['x64', 'arm64'], kinds: ['dir'] };
    const [[platform, kinds] = []] = targetsOf(Platform, Arch, options);
    expect(platform).toBe(Platform.current());
    expect([...(kinds ?? [])]).toEqual([
      [Arch.x64, ['dir']],
      [Arch.arm64, ['dir']],
    ]);
  });
});

describe('the message of a failure', () => {
  const network = /could not be downloaded: .*\nThey are downloaded from github\.com\. Try again/;

  test.each([
    Object.assign(new Error('getaddrinfo ENOTFOUND github.com'), { code: 'ENOTFOUND' }),
    Object.assign(new Error('Response code 403 (Forbidden)'), { name: 'HTTPError' }),
    new Error('Unable to build', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }),
    new Error('cannot resolve https://github.com/x: status code 503'),
  ])('%s names the network', (error) => {
    expect(failureMessage(error)).toMatch(network);
  });

  test('names a missing rpmbuild and its installation', () => {
    const error = new Error("fpm failed\nNeed executable 'rpmbuild' to convert dir to rpm");
    expect(failureMessage(error)).toContain('apt-get install rpm');
  });

  test('names a full disk', () => {
    expect(failureMessage(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toBe('The disk is full.');
  });

  test.each([
    [new Error('first line\nsecond line'), 'The installers could not be built: first line'],
    ['a text', 'The installers could not be built: a text'],
    [undefined, 'The installers could not be built: no reason was given'],
  ])('of any other error is one line', (error, sentence) => {
    expect(failureMessage(error)).toBe(sentence);
  });

  test('is found for an error that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(failureMessage(error)).toContain('round');
  });
});
