// The tus servers under test behind one face, and one kept-alive connection to any of them. On
// sockets, because the client works on the same cores as the server it measures.
import net from 'node:net';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ifThere, tusJava, tusNode } from './peers.js';
import { cpuSeconds, forgetPeak, peakMiB, sum, workers } from './process.js';
import { Server } from './server.js';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** One connection; requests go one after the other. */
export class Wire {
  #socket;
  #waiting;
  #seen = Buffer.alloc(0);

  static async to(url) {
    const { hostname, port } = new URL(url);
    const wire = new Wire();
    wire.#socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
    await new Promise((resolve, reject) => wire.#socket.once('connect', resolve).once('error', reject));
    wire.#socket.on('error', () => {}).on('close', () => wire.#fail(new Error('closed')));
    wire.#socket.on('data', (bytes) => wire.#see(bytes));
    return wire;
  }

  #fail(why) {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(why);
  }

  #see(bytes) {
    this.#seen = this.#seen.length === 0 ? bytes : Buffer.concat([this.#seen, bytes]);
    const end = this.#seen.indexOf(END_OF_HEAD);
    if (end < 0 || !this.#waiting) return;
    const head = this.#seen.toString('latin1', 0, end);
    const hasBody = this.#waiting.method !== 'HEAD';
    const length = hasBody ? Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0) : 0;
    if (this.#seen.length < end + 4 + length) return;
    this.#seen = this.#seen.subarray(end + 4 + length);
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve({
      status: Number(head.slice(9, 12)),
      header: (name) => new RegExp(`^${name}: *([^\r\n]*)`, 'im').exec(head)?.[1],
    });
  }

  /** Sends the head and what there is of the body; `ask` does the same and awaits the answer. */
  send(method, url, headers, body) {
    const { host, pathname, search } = new URL(url);
    const lines = [`${method} ${pathname}${search} HTTP/1.1`, `Host: ${host}`, 'Tus-Resumable: 1.0.0'];
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    this.#socket.cork();
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    if (body) this.#socket.write(body);
    this.#socket.uncork();
  }

  /** More of a body. */
  write(bytes) {
    return this.#socket.write(bytes);
  }

  /** The answer to what was sent. */
  answer(method) {
    return new Promise((resolve, reject) => (this.#waiting = { method, resolve, reject }));
  }

  async ask(method, url, headers = {}, body) {
    const answer = this.answer(method);
    this.send(method, url, headers, body);
    return answer;
  }

  /** One PATCH that is whole. */
  patch(url, offset, body) {
    return this.ask('PATCH', url, patchHeaders(offset, body.length), body);
  }

  close() {
    this.#socket.destroy();
  }
}

export const patchHeaders = (offset, length) => ({
  'Upload-Offset': offset,
  'Content-Type': 'application/offset+octet-stream',
  'Content-Length': length,
});

/** One of them; `key` is an API key of ours, the peers need none. */
class TusServer {
  constructor(name, process, endpoint, key) {
    Object.assign(this, { name, process, endpoint, key });
  }

  /** The address of a new upload. */
  async create(size, more = {}) {
    const answer = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        'Tus-Resumable': '1.0.0',
        ...(size === undefined ? {} : { 'Upload-Length': String(size) }),
        ...(this.key ? { Authorization: `Bearer ${this.key}` } : {}),
        ...more,
      },
    });
    if (answer.status !== 201) {
      throw new Error(`${this.name}: POST ${answer.status} ${await answer.text()}`);
    }
    return String(new URL(answer.headers.get('location'), this.endpoint));
  }

  /** Takes an upload away, with its bytes: ours would go on with a finished file. */
  async forget(url) {
    if (this.key) return;
    await rm(join(this.process.folder, url.split('/').at(-1)), { force: true });
    await rm(join(this.process.folder, 'uploads', url.split('/').at(-1)), { recursive: true, force: true });
  }

  /** What `work` cost the server: `{seconds, cpu, peak}`. */
  async measured(work) {
    const pids = workers(this.process.pid);
    pids.forEach(forgetPeak);
    const before = sum(pids.map(cpuSeconds));
    const begun = performance.now();
    const result = await work();
    const seconds = (performance.now() - begun) / 1000;
    return { seconds, cpu: sum(pids.map(cpuSeconds)) - before, peak: sum(pids.map(peakMiB)), result };
  }

  stop() {
    return this.process.stop();
  }
}

/** Ours, with settings as environment variables, and the peers that can be started here. */
export async function tusServers(environment = {}) {
  const key = `1$${randomBytes(12).toString('hex')}`;
  const slipway = await Server.start({
    environment: { SLIPWAY_API_KEY: key, SLIPWAY_UPLOAD_MAX_OPEN: '100000', ...environment },
  });
  const servers = [new TusServer('Slipway', slipway, `${slipway.origin}/files/`, key)];
  const left = [];
  for (const start of [tusNode, tusJava]) {
    const peer = await ifThere(start);
    if (peer) servers.push(new TusServer(peer.version, peer, `${peer.origin}/files`));
    else left.push(start.name);
  }
  return { servers, left };
}

/** The first bytes of a file that is taken for a video, then noise, as long as wanted. */
export async function videoLike(length) {
  const { mp4 } = await import('./clips.js');
  const { open } = await import('node:fs/promises');
  const bytes = randomBytes(length);
  const file = await open(await mp4(60));
  await file.read(bytes, 0, Math.min(length, 4096), 0);
  await file.close();
  return bytes;
}
