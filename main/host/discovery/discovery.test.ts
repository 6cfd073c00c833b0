import { describe, expect, test } from 'vitest';
import { type Health, maxFoundHosts } from '#shared/signaling/host-info.ts';
import { Discovery, type DiscoveryOptions, maxMissedProbes } from './discovery.ts';
import type { MdnsListener, OpenMdns } from './mdns.ts';

const idOf = (number: number) => number.toString(16).padStart(32, '0');
const own = { id: idOf(0), port: 7420, protocol: 1 };

function announced(number: number, more: object = {}) {
  return {
    port: 7420,
    txt: { id: idOf(number), v: '1' },
    addresses: [`10.0.0.${number}`],
    ...more,
  };
}

/** A network with simulated multicast and hosts. */
function network() {
  const links = new Map<string, MdnsListener>();
  const hosts = new Map<string, Health>();
  const problems: string[] = [];
  const asked: string[] = [];
  const probed: string[] = [];
  let interfaces = ['10.0.0.100'];
  let isBroken = false;
  const open: OpenMdns = (address, _, listener) => {
    if (isBroken) throw new Error('bind EADDRINUSE');
    links.set(address, listener);
    return {
      query: () => asked.push(address),
      stop: async () => {
        links.delete(address);
      },
    };
  };
  const options: DiscoveryOptions = {
    announcement: own,
    open,
    interfaces: () => interfaces,
    probe: async (url) => {
      probed.push(url);
      return hosts.get(url);
    },
    report: (problem) => problems.push(problem.message),
  };
  const discovery = new Discovery(options);
  return {
    discovery,
    links,
    hosts,
    problems,
    asked,
    probed,
    use: (...addresses: string[]) => {
      interfaces = addresses;
    },
    breakMulticast: (broken: boolean) => {
      isBroken = broken;
    },
    serve: (number: number, as = number) =>
      hosts.set(`http://10.0.0.${number}:7420`, {
        app: 'paxboard',
        version: '1',
        protocol: 1,
        host: idOf(as),
      }),
    receive: async (service: unknown) => {
      for (const listener of links.values()) listener.received(service);
      await discovery.settled();
    },
  };
}

describe('a host is found', () => {
  test('if it is announced and responds', async () => {
    const net = network();
    await net.discovery.refresh();
    net.serve(1);
    await net.receive(announced(1));
    expect(net.discovery.found()).toEqual([{ id: idOf(1), address: 'http://10.0.0.1:7420' }]);
  });

  test('once, at the first of its addresses that works', async () => {
    const net = network();
    await net.discovery.refresh();
    net.serve(2, 1);
    net.serve(3, 1);
    await net.receive(announced(1, { addresses: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }));
    await net.receive(announced(1, { addresses: ['10.0.0.3'] }));
    expect(net.discovery.found()).toEqual([{ id: idOf(1), address: 'http://10.0.0.2:7420' }]);
  });

  test('unless it is this host or has another version', async () => {
    const net = network();
    await net.discovery.refresh();
    net.serve(1, 0);
    net.serve(2);
    await net.receive(announced(0, { addresses: ['10.0.0.1'] }));
    await net.receive(announced(2, { txt: { id: idOf(2), v: '2' } }));
    expect(net.discovery.found()).toEqual([]);
    expect(net.probed).toEqual([]);
  });

  test('unless it responds with another id: then the announcement is false', async () => {
    const net = network();
    await net.discovery.refresh();
    net.serve(1, 7);
    await net.receive(announced(1));
    expect(net.discovery.found()).toEqual([]);
  });

  test('unless another device announces a port of this machine’s loopback', async () => {
    const net = network();
    await net.discovery.refresh();
    await net.receive(announced(1, { addresses: ['127.0.0.1'] }));
    expect(net.probed).toEqual([]);
  });

  test('within the bounds on found hosts and on concurrent probes', async () => {
    const net = network();
    await net.discovery.refresh();
    for (let number = 1; number <= 100; number += 1) net.serve(number);
    for (const [, listener] of net.links) {
      for (let number = 1; number <= 100; number += 1) listener.received(announced(number));
    }
    await net.discovery.settled();
    expect(net.probed.length).toBe(8);
    for (let number = 1; number <= 100; number += 1) await net.receive(announced(number));
    expect(net.discovery.found()).toHaveLength(maxFoundHosts);
  });
});

describe('a found host', () => {
  test('that was killed without a goodbye is dropped after two rounds without a response', async () => {
    const net = network();
    await net.discovery.refresh();
    net.serve(1);
    await net.receive(announced(1));
    net.hosts.clear();
    for (let look = 1; look < maxMissedProbes; look += 1) {
      await net.discovery.refresh();
      expect(net.discovery.found()).toHaveLength(1);
    }
    await net.discovery.refresh();
    expect(net.discovery.found()).toEqual([]);
  });

  test('that responds again in time is kept', async () => {
    const net = network();
    await net.discovery.refresh();
    net.serve(1);
    await net.receive(announced(1));
    for (let time = 0; time < 3; time += 1) {
      net.hosts.clear();
      await net.discovery.refresh();
      net.serve(1);
      await net.discovery.refresh();
    }
    expect(net.discovery.found()).toHaveLength(1);
  });

  test('is dropped if a host with another id responds at its address', async () => {
    const net = network();
    await net.discovery.refresh();
    net.serve(1);
    await net.receive(announced(1));
    net.serve(1, 5);
    await net.discovery.refresh();
    expect(net.discovery.found()).toEqual([]);
  });
});

describe('the network', () => {
  test('uses new interfaces, and leaves removed ones', async () => {
    const net = network();
    await net.discovery.refresh();
    net.use('10.0.0.100', '192.168.1.5');
    await net.discovery.refresh();
    expect([...net.links.keys()]).toEqual(['10.0.0.100', '192.168.1.5']);
    net.use('192.168.1.5');
    await net.discovery.refresh();
    expect([...net.links.keys()]).toEqual(['192.168.1.5']);
    expect(net.asked).toEqual(['10.0.0.100', '192.168.1.5']);
  });

  test('without multicast reports once, continues, and retries', async () => {
    const net = network();
    net.breakMulticast(true);
    await net.discovery.refresh();
    await net.discovery.refresh();
    expect(net.problems).toEqual([expect.stringContaining('EADDRINUSE')]);
    net.breakMulticast(false);
    await net.discovery.refresh();
    expect(net.links.size).toBe(1);
  });

  test('reopens an interface that fails later', async () => {
    const net = network();
    await net.discovery.refresh();
    net.links.get('10.0.0.100')?.failed(new Error('addMembership ENODEV'));
    expect(net.links.size).toBe(0);
    await net.discovery.refresh();
    expect(net.links.size).toBe(1);
    expect(net.problems).toHaveLength(1);
  });

  test('after the stop receives and opens nothing', async () => {
    const net = network();
    await net.discovery.refresh();
    const listener = net.links.get('10.0.0.100');
    await net.discovery.stop();
    net.serve(1);
    listener?.received(announced(1));
    await net.discovery.refresh();
    expect(net.links.size).toBe(0);
    expect(net.probed).toEqual([]);
  });
});
