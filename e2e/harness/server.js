// Starts the built jar on a free port with an empty data folder of its own, kills it, starts it
// again on the same data, and takes everything away at the end.
import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import https from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';

const launcher = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'slipway');
const LOG_LIMIT = 4 << 20;
const START_DEADLINE = 120_000; // the launcher may have to build first
const STOP_DEADLINE = 15_000;

// Below the ports that a kernel gives to connections going out: one of those could take a port between
// the moment it was found free and the moment the server listens.
const PORTS = { from: 10_240, to: 32_000 };

async function freePort() {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to);
    const probe = createServer();
    const free = await new Promise((told) => {
      probe.once('error', () => told(false)).listen(port, '127.0.0.1', () => told(true));
    });
    if (!free) continue;
    await new Promise((closed) => probe.close(closed));
    return port;
  }
}

/** The caller's environment without settings that are meant for another server. */
function bareEnvironment() {
  const kept = (name) => !name.startsWith('SLIPWAY_') || name.startsWith('SLIPWAY_JAVA_');
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept(name)));
}

/** Whether an address is answered with 200, whoever answers. */
function saysYes(url) {
  return new Promise((resolve, reject) => {
    https
      .get(url, { rejectUnauthorized: false }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      })
      .on('error', reject);
  });
}

/** The certificate that a server with `SLIPWAY_TLS=self-signed` has made for itself. */
export const certificateOf = (server) => join(server.data, 'tls', 'cert.pem');

export class Slipway {
  #process;
  #log = '';
  #through = [];
  #told = true; // to end

  constructor(port, folder, settings) {
    this.folder = folder;
    this.data = join(folder, 'data');
    this.origin = `${settings.SLIPWAY_TLS ? 'https' : 'http'}://127.0.0.1:${port}`;
    this.adminKey = randomBytes(24).toString('hex');
    this.apiKey = `1$${randomBytes(24).toString('hex')}`;
    this.environment = {
      ...bareEnvironment(),
      SLIPWAY_HTTP_PORT: String(port),
      SLIPWAY_DATA: this.data,
      SLIPWAY_ADMIN_KEY: this.adminKey,
      SLIPWAY_API_KEY: this.apiKey,
      ...settings,
    };
  }

  /**
   * A running server; `settings` are environment variables on top of the harness' own. `prepare`
   * may furnish the data folder, which does not exist yet, before the first start. `through` is a
   * command that ends by becoming the one that follows it.
   */
  static async start(settings = {}, { prepare = async () => {}, through = [] } = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-e2e-'));
    const server = new Slipway(await freePort(), folder, settings);
    server.#through = through;
    await prepare(server.data);
    try {
      await server.run();
    } catch (failed) {
      await server.stop();
      throw failed;
    }
    return server;
  }

  /** Starts the process and waits until it says that it is ready. */
  async run() {
    const [command, ...words] = [...this.#through, launcher, 'serve'];
    const child = spawn(command, words, {
      cwd: this.folder,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#told = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => this.#keep(text));
    }
    const deadline = Date.now() + START_DEADLINE;
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`the server ended before it was ready\n${this.logTail()}`);
      }
      if (Date.now() > deadline) throw new Error(`never became ready\n${this.logTail()}`);
      await pause(100);
    }
  }

  async #isReady() {
    try {
      const url = `${this.origin}/health/ready`;
      // Its own certificate is there only once it runs, and nothing depends on it here.
      return url.startsWith('https:') ? await saysYes(url) : (await fetch(url)).status === 200;
    } catch {
      return false; // nobody listens yet
    }
  }

  #keep(text) {
    this.#log = (this.#log + text).slice(-LOG_LIMIT);
    if (process.env.E2E_LOGS) process.stderr.write(text);
  }

  get pid() {
    return this.#process.pid;
  }

  get log() {
    return this.#log;
  }

  logTail() {
    return this.#log.split('\n').slice(-40).join('\n');
  }

  /** What a power cut does to the process. */
  async kill9() {
    await this.#end('SIGKILL');
  }

  /**
   * Tries to start one more server on the same data, at another port. Answers how it ended and what
   * it said.
   */
  async rival() {
    const child = spawn(launcher, ['serve'], {
      cwd: this.folder,
      env: { ...this.environment, SLIPWAY_HTTP_PORT: String(await freePort()) },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: START_DEADLINE,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    const [code] = await once(child, 'close');
    return { code, output };
  }

  /** After `kill9` or `halt`: the same port, keys and data. */
  async restart() {
    await this.run();
  }

  /** Asks it to stop and keeps its data; answers how it ended. */
  async halt() {
    return this.#end('SIGTERM');
  }

  /** Stops it for good. Fails when it had ended by itself, whatever the tests saw. */
  async stop() {
    const child = this.#process;
    const gone = this.#told ? null : (child?.exitCode ?? child?.signalCode);
    await this.#end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
    if (gone != null) {
      throw new Error(`the server had ended by itself: ${gone}\n${this.logTail()}`);
    }
  }

  async #end(signal) {
    this.#told = true;
    const child = this.#process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE);
      await ended;
      clearTimeout(late);
    }
    return { code: child?.exitCode, signal: child?.signalCode };
  }

  /** How many bytes of a video's source lie in its file by now; 0 when there is none. */
  async bytesOnDisk(video) {
    const file = join(this.data, 'blobs', video, 'source');
    return (await stat(file).catch(() => ({ size: 0 }))).size;
  }

  /** Command lines of living processes that work in this server's data folder (Linux only). */
  async childrenAlive() {
    const alive = [];
    for (const entry of await readdir('/proc').catch(() => [])) {
      if (!/^\d+$/.test(entry) || Number(entry) === this.pid) continue;
      const line = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
      if (line.includes(this.folder)) alive.push(line.replaceAll('\0', ' '));
    }
    return alive;
  }
}
