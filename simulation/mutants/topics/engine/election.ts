/** Mistakes in electing a leader. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const electionMutants: readonly Mutant[] = [
  {
    name: 'a restarted leader reuses its ballot',
    edits: [
      {
        file: 'paxos/election/election.ts',
        find: 'this.leadIn(ballotAbove(higherBallot(this.#leader, promised), epoch, this.#id));',
        replace:
          'this.leadIn(promised.replica === this.#id && promised.epoch === epoch && this.#ballot.round === 0 ? promised : ballotAbove(higherBallot(this.#leader, promised), epoch, this.#id));',
      },
      {
        file: 'paxos/phases/proposer.ts',
        find: 'isHigherBallot(ballot, this.#parts.acceptor.promised)',
        replace: 'ballot.round > 0',
      },
    ],
  },
  {
    name: 'ballots of different replicas compare as equal',
    edits: [
      {
        file: 'paxos/model/ballot.ts',
        find: '  if (a.replica === b.replica) return 0;\n  return a.replica < b.replica ? -1 : 1;',
        replace: '  return 0;',
      },
      {
        file: 'paxos/model/ballot.ts',
        find: 'return a.epoch === b.epoch && a.round === b.round && a.replica === b.replica;',
        replace: 'return a.epoch === b.epoch && a.round === b.round;',
      },
    ],
  },
  {
    name: 'an outranked leader does not step down',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: "if (isHigherBallot(by, this.ballot)) this.stepDown('outranked');",
        replace: 'isHigherBallot(by, this.ballot);',
      },
    ],
  },
  {
    name: 'a voter takes over from a leader that others follow',
    edits: [
      {
        file: 'paxos/election/election.ts',
        find: 'if (this.#happy || !view.fit || this.#ticksToWait + this.#ticksToAbstain > 0)',
        replace: 'if (view.proposing || !view.fit || this.#ticksToWait + this.#ticksToAbstain > 0)',
      },
      {
        file: 'paxos/election/election.ts',
        find: 'if (!allUnhappy || !isQuorum(configuration, reached))',
        replace: 'if (!isQuorum(configuration, reached) && allUnhappy)',
      },
    ],
  },
  {
    name: 'a leader without a majority keeps claiming to lead',
    edits: [
      {
        file: 'paxos/election/election.ts',
        find: 'this.#happy = mine ? this.#hasFollowers(configuration) : this.#reachesHappyLeader();',
        replace: 'this.#happy = mine || this.#reachesHappyLeader();',
      },
    ],
  },
  {
    name: 'a leader with stalled storage continues',
    edits: [
      {
        file: 'paxos/core/core.ts',
        find: "if (!isFit) this.#proposer.stepDown('its storage does not answer');",
        replace: '',
      },
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'if (this.#context.votes && !this.#context.isFit) return;',
        replace: '',
      },
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'const asks = votes ? isFit : !this.#election.happy;',
        replace: 'const asks = votes || !this.#election.happy || isFit === undefined;',
      },
    ],
  },
  {
    name: 'a hint that the leader is gone is believed without a question',
    edits: [
      {
        file: 'paxos/election/suspicion.ts',
        find: 'this.#heartbeats.ask(peer);',
        replace: 'this.#election.forget(peer);\n    this.#election.hurry();',
      },
    ],
  },
  {
    name: 'a leader is suspected sooner than its replies arrive',
    edits: [
      {
        file: 'paxos/election/suspicion.ts',
        find: 'return Math.min(lifetimeTicks, this.#times.patience(peer, hasEvidence) ?? lifetimeTicks);',
        replace: 'return Math.min(1, this.#times.patience(peer, hasEvidence) ?? lifetimeTicks);',
      },
    ],
  },
  {
    name: 'a small command that completes a mark counts as bulk that delays replies',
    edits: [
      {
        file: 'paxos/election/suspicion.ts',
        find: 'if (outflow.isBusy(peer)) return lifetimeTicks;',
        replace: 'if (!outflow.isClear(peer)) return lifetimeTicks;',
      },
    ],
  },
  {
    name: 'a silent leader is given as much time with a hint as without one',
    edits: [
      {
        file: 'paxos/election/suspicion.ts',
        find: 'this.#ask(peer, true);',
        replace: 'this.#ask(peer, false);',
      },
    ],
  },
  {
    name: 'a silent leader is given as much time after another member has lost it',
    edits: [
      {
        file: 'paxos/election/suspicion.ts',
        find: 'this.#askIfSilent(true);',
        replace: 'this.#askIfSilent(false);',
      },
    ],
  },
  {
    name: 'a heartbeat of a voter that has lost the leader tells nothing of that',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: '} else if (!happy) this.#election.noteLost(from, leader);',
        replace: '}',
      },
    ],
  },
  {
    name: 'a hint after the question is dropped',
    edits: [
      {
        file: 'paxos/election/suspicion.ts',
        find: 'this.#question.hasEvidence ||= hasEvidence;',
        replace: '',
      },
    ],
  },
  {
    name: 'a leader that does not answer is not suspected',
    edits: [
      {
        file: 'paxos/election/suspicion.ts',
        find: '    this.#election.forget(replica);\n    this.#election.hurry();',
        replace: '',
      },
    ],
  },
  {
    name: 'a voter with stalled storage counts towards a majority',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'if (this.#context.votes && !this.#context.isFit) return;',
        replace: '',
      },
    ],
  },
  {
    name: 'a leader, too, asks the others only in every third round',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'const follows = happy && leader.replica !== this.#context.id;',
        replace: 'const follows = happy && leader.replica !== undefined;',
      },
    ],
  },
  {
    name: 'a voter that has lost the leader asks the others only in every third round',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'const follows = happy && leader.replica !== this.#context.id;',
        replace: 'const follows = (happy || !happy) && leader.replica !== this.#context.id;',
      },
    ],
  },
  {
    name: 'a follower asks nobody but the leader',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: ' || peer === leader.replica || round % restRounds === 0;',
        replace: ' || peer === leader.replica || round < 0;',
      },
    ],
  },
  oneEdit(
    'a leader hands over to a voter that signs off',
    'paxos/election/handover.ts',
    '(stay.length > 0 ? stay : voters)',
    'voters',
  ),
  oneEdit(
    'a leader hands over to the voter that is furthest behind',
    'paxos/election/handover.ts',
    'this.#catchUp.knownTo(b) - this.#catchUp.knownTo(a)',
    'this.#catchUp.knownTo(a) - this.#catchUp.knownTo(b)',
  ),
  oneEdit(
    'a leader that gives its vote away hands nothing over',
    'paxos/phases/proposer.ts',
    '      this.#parts.handover.handOver(this.ballot);\n',
    '',
  ),
];
