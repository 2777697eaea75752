// A tus client that expects the worst and keeps books about it: it resumes until the file is there,
// and counts what a server that loses nothing would never make it do.
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { TUS } from './tus.js';

const GIVE_UP_AFTER = 90_000; // ms without getting any further, where the server is there

/** One request on a connection of its own; throws when it breaks or nothing comes for `patience` ms. */
export function request(method, url, { headers = {}, body, patience = 20_000 } = {}) {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, {
      method,
      agent: false,
      headers: { ...headers, ...(body ? { 'Content-Length': body.length } : {}) },
    });
    const late = setTimeout(() => sent.destroy(new Error(`no answer in ${patience} ms`)), patience);
    sent.once('error', (broken) => {
      clearTimeout(late);
      reject(broken);
    });
    sent.once('response', (answer) => {
      answer.once('error', reject).once('close', () => clearTimeout(late));
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.once('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
    });
    sent.end(body);
  });
}

export class CarefulUpload {
  /** The highest offset the server ever told. */
  told = 0;
  /** Bytes below a told offset that the server wanted once more. */
  sentAgain = 0;
  /**
   * Answers that were not expected: `{method, status, id, from, to}`. The id is in the server's log, the
   * times are those of `performance.now()`, as the wall clock may be set back.
   */
  odd = [];
  broken = 0;

  /**
   * `address` gives where the upload is to be found by now, which may be behind a proxy; `heard` is
   * called for each answer.
   */
  constructor(address, file, { heard = () => {}, giveUpAfter = GIVE_UP_AFTER } = {}) {
    this.address = address;
    this.file = file;
    this.heard = heard;
    this.giveUpAfter = giveUpAfter;
  }

  get isDone() {
    return this.told === this.file.length;
  }

  #tell(offset) {
    if (offset < this.told) this.sentAgain += this.told - offset;
    this.told = Math.max(this.told, offset);
    return offset;
  }

  #seen(method, status, headers, from) {
    this.odd.push({ method, status, id: headers['x-request-id'], from, to: performance.now() });
  }

  /** Where to go on, asked on a new connection; undefined when nobody could say. */
  async offset() {
    const from = performance.now();
    try {
      const { status, headers } = await request('HEAD', this.address(), { headers: TUS });
      this.heard();
      if (status === 200) return this.#tell(Number(headers['upload-offset']));
      this.#seen('HEAD', status, headers, from);
    } catch {
      this.broken++;
    }
    return undefined;
  }

  /** One PATCH; answers the offset told, or undefined. */
  async patch(offset, count, patience) {
    const from = performance.now();
    try {
      const { status, headers } = await request('PATCH', this.address(), {
        headers: {
          ...TUS,
          'Upload-Offset': String(offset),
          'Content-Type': 'application/offset+octet-stream',
        },
        body: this.file.subarray(offset, offset + count),
        patience,
      });
      this.heard();
      if (status === 204) return this.#tell(Number(headers['upload-offset']));
      this.#seen('PATCH', status, headers, from);
    } catch {
      this.broken++;
    }
    return undefined;
  }

  /** To the end, whatever happens; `before` is called before each PATCH. Whether it got there. */
  async run({ chunk, patience, before = () => {} }) {
    let deadline = Date.now() + this.giveUpAfter;
    let far = 0;
    let offset = await this.offset();
    while (!this.isDone) {
      if (this.told > far) {
        far = this.told;
        deadline = Date.now() + this.giveUpAfter;
      }
      if (Date.now() > deadline) return false;
      if (offset === undefined) {
        await pause(100);
        offset = await this.offset();
        continue;
      }
      before(offset);
      offset = await this.patch(offset, chunk(), patience());
    }
    return true;
  }
}
