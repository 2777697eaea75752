// The built jar on a free port with a data folder of its own, as `./slipway serve` starts it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds } from './process.js';
import { forServer, launcher, room } from './room.js';

const START_DEADLINE = 240_000; // the launcher may have to build first

export async function freePort() {
  const probe = createServer();
  await new Promise((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

export const emptyFolder = (name) => mkdtemp(join(room, `${name}-`));

/** Asks a process to stop, and waits. */
export async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

export class Server {
  #child;

  /** A running server; with a `folder` it goes on with the data in there and leaves it. */
  static async start({ folder, command = launcher, environment = {} } = {}) {
    const server = new Server();
    server.temporary = folder === undefined;
    server.folder = folder ?? (await emptyFolder('data'));
    const port = await freePort();
    server.origin = `http://127.0.0.1:${port}`;
    server.adminKey = randomBytes(24).toString('hex');
    const begun = performance.now();
    server.#child = spawn(command, ['serve'], {
      env: forServer({
        SLIPWAY_HTTP_PORT: String(port),
        SLIPWAY_DATA: server.folder,
        SLIPWAY_ADMIN_KEY: server.adminKey,
        SLIPWAY_TRANSCODE_LADDER: 'off', // rigs measure one thing at a time; `ready` switches it on
        ...environment,
      }),
      stdio: ['ignore', 'ignore', process.env.BENCH_LOGS ? 'inherit' : 'ignore'],
    });
    await server.#untilReady(begun + START_DEADLINE);
    server.startMillis = performance.now() - begun;
    server.startCpu = cpuSeconds(server.pid);
    return server;
  }

  async #untilReady(deadline) {
    while (!(await this.#isReady())) {
      if (this.#child.exitCode !== null) throw new Error('the server ended; set BENCH_LOGS=1');
      if (performance.now() > deadline) throw new Error('the server never became ready');
      await pause(10);
    }
  }

  async #isReady() {
    try {
      return (await fetch(`${this.origin}/health/ready`)).status === 200;
    } catch {
      return false; // nobody listens yet
    }
  }

  /** The launcher replaces itself by the JVM, so this is the JVM. */
  get pid() {
    return this.#child.pid;
  }

  async #admin(method, path, body) {
    const answer = await fetch(this.origin + path, {
      method,
      headers: { Authorization: `Bearer ${this.adminKey}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json().catch(() => undefined);
  }

  /** A new video: `{video, upload: {tusEndpoint, putUrl}}`. */
  createVideo(name) {
    return this.#admin('POST', '/admin/videos', { name });
  }

  video(id) {
    return this.#admin('GET', `/admin/videos/${id}`);
  }

  deleteVideo(id) {
    return this.#admin('DELETE', `/admin/videos/${id}`);
  }

  /** Stops it; a data folder of its own goes with it. */
  async stop() {
    await end(this.#child);
    if (this.temporary) await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
