import { describe, expect, it } from 'vitest';
import { inviteAddresses } from './addresses.ts';

describe('the addresses in an invite', () => {
  it('begin with the origin of this page', () => {
    expect(
      inviteAddresses(['http://10.0.0.7:7420', 'http://192.168.1.20:7420/'], 'http://192.168.1.20:7420'),
    ).toEqual(['http://192.168.1.20:7420', 'http://10.0.0.7:7420']);
  });

  it('contain no loopback address if there is another one', () => {
    expect(inviteAddresses(['http://10.0.0.7:7420'], 'http://localhost:7420')).toEqual([
      'http://10.0.0.7:7420',
    ]);
  });

  it('are loopback if there is no other', () => {
    expect(inviteAddresses([], 'http://127.0.0.1:7420')).toEqual(['http://127.0.0.1:7420']);
  });

  it('contain valid addresses only, at most eight', () => {
    expect(inviteAddresses(['nonsense', 'http://10.0.0.7:7420'], 'app://paxboard')).toEqual([
      'http://10.0.0.7:7420',
    ]);
    const many = Array.from({ length: 20 }, (_, at) => `http://10.0.0.${at}:7420`);
    expect(inviteAddresses(many, '')).toHaveLength(8);
  });
});
