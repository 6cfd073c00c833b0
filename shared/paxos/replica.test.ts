import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';

describe('a board', () => {
  it('is founded by one voter, which decides alone', () => {
    const cluster = new Cluster(1);
    cluster.run(2);
    expect(cluster.leaders()).toEqual(['a']);
    cluster.submit('a', 'first');
    expect(cluster.applied('a')).toEqual(['first']);
  });

  it('grows: new members learn everything, and vote once they have caught up', () => {
    const cluster = new Cluster(3);
    cluster.run(2);
    cluster.submit('a', 'before');
    cluster.run(30);
    expect(cluster.applied('c')).toEqual(['before']);
    cluster.step('a', { type: 'reconfigure', voters: cluster.ids });
    cluster.run(5);
    for (const id of cluster.ids) expect(cluster.status(id).configuration?.voters).toEqual(['a', 'b', 'c']);
    cluster.submit('b', 'after');
    cluster.run(5);
    for (const id of cluster.ids) expect(cluster.applied(id)).toEqual(['before', 'after']);
  });

  it('continues when the leader of three is gone, and accepts it back', () => {
    const cluster = Cluster.ready(3);
    cluster.crash('a');
    cluster.run(60);
    cluster.submit('b', 'without a');
    cluster.run(20);
    expect(cluster.applied('c')).toEqual(['without a']);
    cluster.restart('a');
    cluster.run(30);
    expect(cluster.applied('a')).toEqual(['without a']);
    expect(cluster.leaders()).toHaveLength(1);
  });
});
