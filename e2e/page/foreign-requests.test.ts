import { expect, it } from 'vitest';
import { isOnThisMachine } from './foreign-requests.ts';

it.each([
  'http://localhost:7433/',
  'ws://[::1]:7433/',
  'https://127.0.0.1/',
  'http://10.1.2.3/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.178.2:7433/x',
  'http://169.254.1.1/',
  'ws://desk.local:7433/',
  'data:text/plain,x',
  'blob:http://example.org/1',
  'app://paxboard/',
])('%s is on this machine or its network', (url) => expect(isOnThisMachine(url)).toBe(true));

it.each([
  'https://excalidraw.com/',
  'http://10.evil.example/',
  'http://192.168.evil.example/',
  'http://127.0.0.1.example/',
  'http://desk.local.example/',
  'http://local.example/',
  'http://evillocal/',
  'http://172.15.0.1/',
  'http://172.32.0.1/',
  'http://8.8.8.8/',
  'wss://[2001:db8::1]/',
])('%s is not', (url) => expect(isOnThisMachine(url)).toBe(false));
