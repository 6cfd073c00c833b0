import { Cluster } from './cluster.ts';

/** A cluster of three in which `a` has recovered alone; `b` and `c` are down. */
export const recovered = (limits = {}): Cluster => {
  const cluster = new Cluster(3, limits);
  cluster.crash('b');
  cluster.crash('c');
  cluster.run(40);
  for (let number = 0; number < 20; number += 1) {
    cluster.submit('a', `${number}`);
    cluster.run(1);
  }
  cluster.step('a', { type: 'recover' });
  cluster.run(10);
  return cluster;
};
