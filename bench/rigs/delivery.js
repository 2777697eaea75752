// From an answered request to the first delivery of its event at a receiver.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { brief, median, p95, percentile } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { Server } from '../harness/server.js';

const RUNS = 300;
const WARM_UP = 30;
const PATIENCE = 30_000;

/** Answers at once and remembers when it heard of which asset. */
class Receiver {
  #heard = new Map();
  #waiting = new Map();

  static async start() {
    const receiver = new Receiver();
    receiver.server = createServer(async (request, response) => {
      const at = performance.now();
      let body = '';
      for await (const piece of request.setEncoding('utf8')) body += piece;
      response.writeHead(204).end();
      const { event, payload } = JSON.parse(body);
      if (event === 'asset.created') receiver.#hear(payload.asset.id, at);
    });
    await new Promise((listening) => receiver.server.listen(0, '127.0.0.1', listening));
    receiver.url = `http://127.0.0.1:${receiver.server.address().port}/`;
    return receiver;
  }

  #hear(id, at) {
    this.#heard.set(id, at);
    this.#waiting.get(id)?.(at);
  }

  async when(id) {
    const late = pause(PATIENCE, undefined, { ref: false }).then(() => {
      throw new Error(`never heard of ${id}`);
    });
    const heard = this.#heard.get(id) ?? new Promise((resolve) => this.#waiting.set(id, resolve));
    return Promise.race([heard, late]);
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

export default async function delivery(options) {
  const report = new Report('delivery', 'First delivery of an event', options);
  const runs = options.runs ?? (options.quick ? 30 : RUNS);
  const receiver = await Receiver.start();
  const key = `1$${randomBytes(24).toString('hex')}`;
  const server = await Server.start({
    environment: {
      SLIPWAY_API_KEY: key,
      SLIPWAY_ALLOW_PRIVATE_TARGETS: 'true',
      // What is measured is not how often one may ask.
      SLIPWAY_LIMIT_REQUESTS_PER_KEY: '0',
      SLIPWAY_LIMIT_REQUESTS_PER_ADDRESS: '0',
    },
  });
  const post = async (path, body) => {
    const answer = await fetch(`${server.origin}/api${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  try {
    await post('/webhook', { name: 'bench', url: receiver.url, events: ['asset.created'] });
    const times = [];
    for (let run = -WARM_UP; run < runs; run++) {
      const { asset } = await post('/asset/request-upload', { name: 'film' });
      const answered = performance.now();
      const took = (await receiver.when(asset.id)) - answered;
      if (run >= 0) times.push(took);
      await pause(20); // one event at a time: the queue is empty before each
    }
    await report
      .text(
        `Milliseconds from the answer to request-upload until the receiver has the head of the delivery of ` +
          `asset.created, ${runs} times, one after the other. Below zero it was there before the answer. 200 ms at p95 are allowed.`,
      )
      .table(
        ['', 'median', 'p95', 'p99', 'most'],
        [['first delivery', ...[median(times), p95(times), percentile(times, 0.99), Math.max(...times)].map(brief)]],
      )
      .write();
  } finally {
    await server.stop();
    receiver.stop();
  }
}
