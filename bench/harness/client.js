// One who uploads and can stop just before the end, and one who asks again and again.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { MIB } from './numbers.js';

const LAST_PIECE = 64 * 1024;

/** How an upload begins in each of the ways: the request that carries the bytes. */
const WAYS = {
  put: async ({ putUrl }) => ({
    url: putUrl,
    method: 'PUT',
    headers: { 'Content-Type': 'video/mp4' },
  }),
  tus: async ({ tusEndpoint }, size) => {
    const created = await fetch(tusEndpoint, {
      method: 'POST',
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(size) },
    });
    if (created.status !== 201) throw new Error(`POST ${tusEndpoint}: ${created.status}`);
    return {
      url: new URL(created.headers.get('location'), tusEndpoint),
      method: 'PATCH',
      headers: {
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': '0',
        'Content-Type': 'application/offset+octet-stream',
      },
    };
  },
};

/**
 * Sends a file, all but its last 64 KiB.
 *
 * @param way `put` or `tus`
 * @param upload the addresses that the server gave
 * @returns {Promise<{finish: () => Promise<number>}>} once the kernel has taken the rest; `finish`
 *     hands over what is missing and says when the answer was there, on performance.now()'s clock
 */
export async function sendAllButEnd(way, upload, file) {
  const { size } = await stat(file);
  const held = Math.min(LAST_PIECE, size - 1);
  const { url, method, headers } = await WAYS[way](upload, size);
  const request = http.request(url, {
    method,
    agent: new http.Agent(),
    headers: { ...headers, 'Content-Length': size },
  });
  request.setNoDelay(true);
  const answer = new Promise((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  for await (const chunk of createReadStream(file, { end: size - held - 1, highWaterMark: MIB })) {
    if (!request.write(chunk)) await new Promise((drained) => request.once('drain', drained));
  }
  const last = Buffer.alloc(held);
  const source = await open(file);
  await source.read(last, 0, held, size - held);
  await source.close();
  return {
    async finish() {
      request.end(last);
      const response = await answer;
      response.resume();
      if (response.statusCode >= 300) throw new Error(`${method} ${url}: ${response.statusCode}`);
      return performance.now();
    },
  };
}

/** One kept-alive connection. */
export class Viewer {
  #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  constructor(origin) {
    this.origin = origin;
  }

  /** @returns {Promise<{status: number, body: Buffer}>} */
  get(path) {
    return new Promise((resolve, reject) => {
      http
        .get(new URL(path, this.origin), { agent: this.#agent }, async (response) => {
          try {
            resolve({ status: response.statusCode, body: Buffer.concat(await response.toArray()) });
          } catch (broken) {
            reject(broken);
          }
        })
        .once('error', reject);
    });
  }

  /** The body; throws unless the answer is 200. */
  async fetch(path) {
    const { status, body } = await this.get(path);
    if (status !== 200) throw new Error(`GET ${path}: ${status}`);
    return body;
  }

  /** Asks until the answer is 200: every 5 ms, after a second every 50. */
  async await(path, deadline) {
    const begun = performance.now();
    for (;;) {
      const asked = performance.now();
      const { status, body } = await this.get(path);
      if (status === 200) return body;
      if (asked - begun > deadline) throw new Error(`${path}: still ${status} after ${deadline} ms`);
      await pause(Math.max(0, asked + (asked - begun > 1000 ? 50 : 5) - performance.now()));
    }
  }

  close() {
    this.#agent.destroy();
  }
}

/** The addresses in a playlist, those of its tags first. */
export function addresses(playlist, base) {
  const text = playlist.toString();
  const inTags = [...text.matchAll(/URI="([^"]+)"/g)].map((match) => match[1]);
  const onLines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  const full = (address) => new URL(address, new URL(base, 'http://host')).pathname;
  return { tags: inTags.map(full), lines: onLines.map(full) };
}

/** What a player fetches first: the playlists, the init segment and two segments; throws unless all are there. */
export async function watch(viewer, video) {
  const master = `/hls/${video.ids.livepeer.playbackId}/index.m3u8`;
  const list = addresses(await viewer.fetch(master), master).lines[0];
  const media = addresses(await viewer.fetch(list), list);
  for (const address of [media.tags[0], ...media.lines.slice(0, 2)]) await viewer.fetch(address);
}
