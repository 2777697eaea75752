// Somebody else who uses a server while a test keeps it busy: asks again and again, in a thread of its own, so
// that it measures the server and not the test. Also watches how large the server's tools become.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const BETWEEN = 20; // ms

export class Bystander {
  #worker;

  /** Asks for `urls`, one after the other, each to be answered with 200; `headers` go with each request. */
  constructor(server, urls, headers = {}) {
    this.#worker = new Worker(new URL(import.meta.url), { workerData: { urls, headers, folder: server.folder } });
  }

  /** Goes home; answers how many ms each request took, what was answered otherwise, and the most KiB of a tool. */
  async goes() {
    const told = new Promise((resolve, reject) => this.#worker.once('message', resolve).once('error', reject));
    this.#worker.postMessage('enough');
    return told;
  }
}

/** Resident memory at its most, in KiB, of the largest of each tool with this folder in its command line. */
async function largestTools(folder, told) {
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(entry)) continue;
    const line = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    const [, tool] = /^\S*\/(ffmpeg|ffprobe)\0/.exec(line) ?? [];
    if (!tool || !line.includes(folder)) continue;
    const status = await readFile(`/proc/${entry}/status`, 'utf8').catch(() => '');
    told[tool] = Math.max(told[tool], Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
  }
}

async function askOn({ urls, headers, folder }) {
  let enough = false;
  parentPort.once('message', () => (enough = true));
  const told = { took: [], odd: [], ffmpeg: 0, ffprobe: 0 };
  for (let i = 0; !enough; i++) {
    const url = urls[i % urls.length];
    const from = performance.now();
    try {
      const answer = await fetch(url, { headers });
      await answer.arrayBuffer();
      if (answer.status !== 200) told.odd.push(`${answer.status} ${url}`);
    } catch (broken) {
      told.odd.push(`${broken.cause ?? broken} ${url}`);
    }
    told.took.push(performance.now() - from);
    await largestTools(folder, told);
    await pause(BETWEEN);
  }
  parentPort.postMessage(told);
}

if (!isMainThread && workerData?.urls) await askOn(workerData);
