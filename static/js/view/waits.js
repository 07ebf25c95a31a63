// How long each wait is as a whole, so that a ring can show what share of it is left: learnt from
// the events that start the waits, since a preset or a scene may set them.

const SECOND = 1_000_000;

export function makeWaits() {
  const known = { brokerSession_us: 3 * SECOND, session_us: 6 * SECOND, autoCommit_us: 2 * SECOND, poll_us: 20 * SECOND, transaction_us: 10 * SECOND, lag_us: 5 * SECOND, send_us: 8 * SECOND, lock_us: 4 * SECOND, rebalance_us: 6 * SECOND };

  function observe(event) {
    const learn = LEARN[event.type];
    if (learn) learn(known, event);
  }

  return { known, observe };
}

const LEARN = {
  "controller.heartbeat_received": (known, event) => {
    known.brokerSession_us = longer(event.session_deadline_at_us - event.at_us, known.brokerSession_us);
  },
  "group.heartbeat_received": (known, event) => {
    known.session_us = longer(event.session_deadline_at_us - event.at_us, known.session_us);
  },
  "client.auto_commit_armed": (known, event) => {
    known.autoCommit_us = longer(event.next_at_us - event.at_us, known.autoCommit_us);
  },
  "client.records_returned": (known, event) => {
    known.poll_us = longer(event.poll_deadline_at_us - event.at_us, known.poll_us);
  },
  "transaction.partition_added": (known, event) => {
    known.transaction_us = longer(event.timeout_at_us - event.at_us, known.transaction_us);
  },
  "replication.follower_lags": (known, event) => {
    known.lag_us = longer(2 * (event.deadline_at_us - event.at_us), known.lag_us);
  },
  "client.send_blocked": (known, event) => {
    known.send_us = longer(event.until_at_us - event.at_us, known.send_us);
  },
  "share.record_acquired": (known, event) => {
    known.lock_us = longer(event.lock_until_at_us - event.at_us, known.lock_us);
  },
  "group.state_changed": (known, event) => {
    if (event.deadline_at_us !== null) known.rebalance_us = longer(event.deadline_at_us - event.at_us, 0);
  },
};

function longer(us, before) {
  return us > 0 ? us : before;
}
