import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Phase, Step, Video } from '../src/api/shapes.ts';
import { fragmented, looksLikeMedia } from './mp4.ts';

/** What a test or a developer may turn. */
export interface Knobs {
  key: string;
  /** Folder with the built dashboard; without it only the API is served. */
  web?: string;
  accounts: { id: number; name: string }[];
  problems: string[];
  /** Milliseconds between two steps of a video's journey. */
  step: number;
  /** Stops reading an upload once so many bytes have arrived, until `release()`. */
  holdAt?: number | undefined;
  /** Answers every `PATCH` with this. */
  refuseBytes?: { status: number; body: string } | undefined;
}

type Draft = { -readonly [K in keyof Video]: Video[K] };

interface Stored {
  readonly video: Draft;
  readonly ticket: string;
  uploadId?: string;
  length?: number;
  chunks: Buffer[];
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** As strict as the dashboard can live with; the real server may send the same. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The server's `/admin` API, a small tus endpoint and a small HLS packager, all in memory. For tests and development. */
export class FakeServer {
  readonly knobs: Knobs;
  /** Every request as `METHOD /path`, in order. */
  readonly requests: string[] = [];
  readonly #stored: Stored[] = [];
  readonly #server: Server;
  #release: (() => void)[] = [];

  constructor(knobs: Partial<Knobs> = {}) {
    this.knobs = {
      key: 'admin-key',
      accounts: [{ id: 1, name: 'default' }],
      problems: [],
      step: 150,
      ...knobs,
    };
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        if (!request.destroyed) console.error(error);
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    });
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.release();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Breaks every connection, as a cut cable would. */
  cut(): void {
    this.#server.closeAllConnections();
  }

  /** Lets held uploads go on. */
  release(): void {
    this.knobs.holdAt = undefined;
    for (const go of this.#release.splice(0)) go();
  }

  get videos(): readonly Video[] {
    return this.#stored.map(({ video }) => video);
  }

  /** Bytes of an upload that have arrived. */
  received(id: string): Buffer {
    return Buffer.concat(this.#stored.find(({ video }) => video.id === id)?.chunks ?? []);
  }

  /** Puts a video there as if it had come through some API; `bytes` make it playable when they are a fragmented MP4. */
  add(facts: Partial<Draft> & { name: string; minutesAgo?: number }, bytes?: Buffer): Video {
    const { minutesAgo = 0, ...given } = facts;
    const id = randomUUID();
    const serial = this.#stored.length + 1;
    const playbackId = id.replaceAll('-', '').slice(0, 16);
    const at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
    const video: Draft = {
      id,
      serial,
      account: 1,
      madeBy: 'dashboard',
      phase: 'AwaitingBytes',
      createdAt: at,
      updatedAt: at,
      ids: {
        livepeer: { id, playbackId },
        cloudflare: { uid: id.replaceAll('-', '') },
        gcore: { id: serial, slug: playbackId },
      },
      journey: [{ step: 'ticket', at }],
      ...given,
    };
    if (video.phase === 'Ready' || video.phase === 'Viewable') this.#publish(video);
    this.#stored.push({ video, ticket: randomUUID(), chunks: bytes ? [bytes] : [] });
    return video;
  }

  change(id: string, facts: Partial<Draft>): void {
    const found = this.#stored.find(({ video }) => video.id === id);
    if (found) Object.assign(found.video, facts, { updatedAt: new Date().toISOString() });
  }

  #publish(video: Draft): void {
    const at = `${this.#server.listening ? this.url : ''}/hls/${video.ids.livepeer.playbackId}`;
    video.playback = { hls: `${at}/index.m3u8`, dash: `${at}/index.mpd` };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    this.requests.push(`${request.method} ${url.pathname}`);
    if (url.pathname.startsWith('/admin/')) return this.#admin(request, response, url);
    if (url.pathname.startsWith('/files/')) return this.#tus(request, response, url);
    if (url.pathname.startsWith('/hls/')) return this.#hls(request, response, url);
    return this.#page(response, url);
  }

  async #admin(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const answer = (status: number, body?: unknown): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const refuse = (status: number, code: string, message: string): void =>
      answer(status, { error: { code, message } });

    if (request.headers.authorization !== `Bearer ${this.knobs.key}`) {
      return refuse(401, 'wrong_key', 'The admin key is missing or wrong.');
    }
    const [what, id, verb, task] = url.pathname.slice('/admin/'.length).split('/');
    const route = `${request.method} ${what}${id ? '/id' : ''}${verb ? `/${verb}` : ''}`;
    const stored = this.#stored.find(({ video }) => video.id === id);
    if (id && !stored) return refuse(404, 'not_found', 'There is no such video.');
    switch (route) {
      case 'GET session':
        return answer(200, {
          version: '0.1.0',
          publicUrl: this.url,
          health: {
            status: this.knobs.problems.length > 0 ? 'degraded' : 'ok',
            problems: this.knobs.problems,
          },
        });
      case 'GET accounts':
        return answer(200, { accounts: this.knobs.accounts });
      case 'GET videos':
        return answer(200, this.#list(url.searchParams));
      case 'GET videos/id':
        return answer(200, stored!.video);
      case 'POST videos': {
        const { name, account } = JSON.parse((await bodyOf(request)).toString()) as Video;
        const made = this.add({ name, account });
        const ticket = this.#stored.at(-1)!.ticket;
        return answer(201, {
          video: made,
          upload: {
            tusEndpoint: `${this.url}/files/?ticket=${ticket}`,
            putUrl: `${this.url}/files/put?ticket=${ticket}`,
          },
        });
      }
      case 'DELETE videos/id':
        this.#stored.splice(this.#stored.indexOf(stored!), 1);
        return answer(204);
      case 'POST videos/id/exports': {
        const { video } = stored!;
        video.exports = (video.exports ?? []).map(({ reason, ...copy }) =>
          copy.task === task
            ? { ...copy, state: 'waiting' as const }
            : { ...copy, ...(reason ? { reason } : {}) },
        );
        return answer(202);
      }
      case 'POST videos/id/retry': {
        const { video } = stored!;
        if (video.phase === 'Ready') {
          video.signing = { state: 'waiting', retriable: false };
          return answer(202);
        }
        video.journey = video.journey.filter(({ step }) => step !== 'failed');
        delete video.reason;
        void this.#walk(stored!);
        return answer(202);
      }
      default:
        return refuse(404, 'not_found', 'There is nothing at this address.');
    }
  }

  #list(parameters: URLSearchParams) {
    const limit = Number(parameters.get('limit') ?? 50);
    const from = Number(parameters.get('cursor') ?? 0);
    const phase = parameters.get('phase');
    const q = parameters.get('q')?.toLowerCase() ?? '';
    const all = this.videos
      .filter((video) => !phase || video.phase === phase)
      .filter((video) => video.name.toLowerCase().includes(q))
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.serial - a.serial);
    return {
      videos: all.slice(from, from + limit),
      ...(from + limit < all.length ? { next: String(from + limit) } : {}),
    };
  }

  /** tus 1.0: creation and core, enough for tus-js-client. */
  async #tus(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const answer = (
      status: number,
      headers: Record<string, string | number> = {},
      body = '',
    ): void => {
      response.writeHead(status, { 'Tus-Resumable': '1.0.0', ...headers });
      response.end(body);
    };
    if (request.headers.authorization) return answer(400, {}, 'The admin key must not come here.');
    if (request.method === 'POST') {
      const stored = this.#stored.find(({ ticket }) => ticket === url.searchParams.get('ticket'));
      if (!stored || stored.uploadId) return answer(403, {}, 'This ticket has been used.');
      stored.uploadId = randomUUID();
      stored.length = Number(request.headers['upload-length']);
      return answer(201, { Location: `${this.url}/files/${stored.uploadId}`, 'Upload-Offset': 0 });
    }
    const stored = this.#stored.find(({ uploadId }) => url.pathname === `/files/${uploadId}`);
    if (!stored) return answer(404, {}, 'There is no such upload.');
    const offset = (): number => stored.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (request.method === 'HEAD') {
      return answer(200, { 'Upload-Offset': offset(), 'Upload-Length': stored.length! });
    }
    if (request.method !== 'PATCH') return answer(405);
    if (Number(request.headers['upload-offset']) !== offset()) return answer(409);
    if (this.knobs.refuseBytes) {
      const { status, body } = this.knobs.refuseBytes;
      request.resume();
      return answer(status, {}, body);
    }
    const { video } = stored;
    this.change(video.id, { phase: 'Receiving', size: stored.length!, received: offset() });
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        stored.chunks.push(chunk);
        this.change(video.id, { received: offset(), progress: offset() / stored.length! });
        if (this.knobs.holdAt !== undefined && offset() >= this.knobs.holdAt) {
          await Promise.race([
            new Promise<void>((resolve) => this.#release.push(resolve)),
            new Promise((resolve) => request.once('close', resolve)),
          ]);
        }
      }
    } catch {
      return; // The client went away; what has arrived stays.
    }
    answer(204, { 'Upload-Offset': offset() });
    if (offset() === stored.length) void this.#walk(stored);
  }

  /** Bytes are there: inspected, viewable, ready; or failed when they are no media. */
  async #walk(stored: Stored): Promise<void> {
    const { video } = stored;
    const pause = (): Promise<void> =>
      new Promise((resolve) => setTimeout(resolve, this.knobs.step));
    const enter = (phase: Phase, step?: Step, facts: Partial<Draft> = {}): void => {
      const journey = step
        ? [...video.journey, { step, at: new Date().toISOString() }]
        : video.journey;
      delete video.progress;
      this.change(video.id, { phase, journey, ...facts });
    };
    const file = Buffer.concat(stored.chunks);
    const arrived = video.journey.some(({ step }) => step === 'bytes');
    const hash = createHash('sha256').update(file).digest('hex');
    enter('Inspecting', arrived ? undefined : 'bytes', { hash });
    await pause();
    if (!looksLikeMedia(file)) {
      enter('Failed', 'failed', {
        reason: 'This is neither video nor sound: the file is plain text.',
      });
      return;
    }
    enter('Processing', 'inspected', { duration: 12.3, width: 854, height: 480, progress: 0.4 });
    await pause();
    this.#publish(video);
    enter('Viewable', 'viewable');
    await pause();
    enter('Ready', 'ready');
  }

  #hls(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const [, , playbackId, name] = url.pathname.split('/');
    const stored = this.#stored.find(({ video }) => video.ids.livepeer.playbackId === playbackId);
    const file = Buffer.concat(stored?.chunks ?? []);
    const parts = fragmented(file);
    if (!stored || !parts) {
      response.writeHead(404).end();
      return;
    }
    const send = (type: string, body: string | Buffer, headers = {}, status = 200): void => {
      response.writeHead(status, { 'Content-Type': type, ...headers });
      response.end(body);
    };
    switch (name) {
      case 'index.m3u8':
        return send(
          'application/vnd.apple.mpegurl',
          '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=800000\nvideo.m3u8\n',
        );
      case 'video.m3u8': {
        const each = ((stored.video.duration ?? 1) / parts.fragments.length).toFixed(3);
        return send(
          'application/vnd.apple.mpegurl',
          [
            '#EXTM3U',
            '#EXT-X-VERSION:7',
            '#EXT-X-PLAYLIST-TYPE:VOD',
            `#EXT-X-TARGETDURATION:${Math.ceil(Number(each))}`,
            `#EXT-X-MAP:URI="source.mp4",BYTERANGE="${parts.init}@0"`,
            ...parts.fragments.flatMap(({ at, size }) => [
              `#EXTINF:${each},`,
              `#EXT-X-BYTERANGE:${size}@${at}`,
              'source.mp4',
            ]),
            '#EXT-X-ENDLIST',
            '',
          ].join('\n'),
        );
      }
      default: {
        const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
        if (!range) return send('video/mp4', file);
        const [from, to] = [Number(range[1]), Number(range[2])];
        const headers = { 'Content-Range': `bytes ${from}-${to}/${file.length}` };
        return send('video/mp4', file.subarray(from, to + 1), headers, 206);
      }
    }
  }

  async #page(response: ServerResponse, url: URL): Promise<void> {
    const path = url.pathname === '/' ? '/index.html' : normalize(url.pathname);
    try {
      if (!this.knobs.web) throw new Error('No built dashboard.');
      const body = await readFile(join(this.knobs.web, path));
      response.writeHead(200, {
        'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
        'Content-Security-Policy': POLICY,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
