// The APIs of other services as far as an import reads them, in the shapes that they publish: with
// pages, keys, files that have to be prepared first, and answers that say "too often".
import { once } from 'node:events';
import { createServer } from 'node:http';

const CLOUDFLARE = '023e105f4ecef8ad9ca31a8372d0c353';
const YEAR_2021 = Date.parse('2021-05-06T07:08:09.000Z');
/** The video of each vendor that has captions there, if the vendor knows any. */
const CAPTIONED = 5;
const captionOf = (vendor) => `WEBVTT\n\n00:00.000 --> 00:01.000\nGrüße von ${vendor}\n`;
const hex = (n, digits) => n.toString(16).padStart(digits, '0');

/** A free box (ISO 14496-12, 8.1.2) behind the clip makes each file another one. */
function unlike(clip, text) {
  const tail = Buffer.from(text);
  const box = Buffer.alloc(8);
  box.writeUInt32BE(8 + tail.length);
  box.write('free', 4, 'latin1');
  return Buffer.concat([clip, box, tail]);
}

export class Vendors {
  #server;
  #calls = 0;
  #looks = new Map();

  constructor(clip, count, { busyEvery = 7 } = {}) {
    this.clip = clip;
    this.count = count;
    this.busyEvery = busyEvery;
    /** How often each file was fetched, by its path without tokens. */
    this.fetched = new Map();
    this.keys = {
      LIVEPEER_API_KEY: 'livepeer-secret-key',
      CLOUDFLARE_API_TOKEN: 'cloudflare-secret-token',
      GCORE_API_KEY: '17$6763636f7265',
      MUX_TOKEN_ID: 'mux-id',
      MUX_TOKEN_SECRET: 'mux-secret',
    };
    this.cloudflareAccount = CLOUDFLARE;
    this.busy = 0;
  }

  static async start(clip, count, options) {
    const vendors = new Vendors(clip, count, options);
    vendors.#server = createServer((request, response) => {
      request.resume();
      request.on('end', () => vendors.#answer(request, response));
    });
    vendors.#server.listen(0, '127.0.0.1');
    await once(vendors.#server, 'listening');
    vendors.origin = `http://127.0.0.1:${vendors.#server.address().port}`;
    return vendors;
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** The bytes of a vendor's file; the one before the last is a text. */
  file(vendor, n) {
    if (n === this.count - 2 || vendor === 'words') return Buffer.from('this is no video, whatever it says\n'.repeat(99));
    return unlike(this.clip, `${vendor} ${n}`);
  }

  /** Ids as the vendors form them. */
  livepeerId = (n) => `1ab2${hex(n, 4)}-aaaa-4bbb-8ccc-${hex(n, 12)}`;
  cloudflareId = (n) => `5c6d${hex(n, 4)}aaaa4bbb8ccc${hex(n, 12)}`;
  gcoreId = (n) => 2_500_000 + n;
  muxId = (n) => `Mux00${hex(n, 8)}Asset`;

  /** When the n-th video was made. */
  madeAt = (n) => new Date(YEAR_2021 + n * 61_000);

  #answer(request, response) {
    const url = new URL(request.url, this.origin);
    const [, vendor, ...rest] = url.pathname.split('/');
    const path = `/${rest.join('/')}`;
    if (vendor === 'files') return this.#sendFile(response, url);
    if (vendor === 'streams') return this.#sendTrack(request, response, path);
    this.#calls++;
    if (this.busyEvery && this.#calls % this.busyEvery === 0) {
      this.busy++;
      return response.writeHead(429, { 'Retry-After': '1' }).end('slow down');
    }
    const api = { livepeer: 'Livepeer', cloudflare: 'Cloudflare', gcore: 'Gcore', mux: 'Mux' }[vendor];
    if (!api) return response.writeHead(404).end();
    const answer = this[`answer${api}`](request, url, path);
    const { status = 200, body, headers = {} } = answer;
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    return response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  /** Mux's text tracks lie where viewers look for them, and want no key. */
  #sendTrack(request, response, path) {
    const known = path === `/pb${CAPTIONED}/text/t${CAPTIONED}.vtt` && !request.headers.authorization;
    return response.writeHead(known ? 200 : 404).end(known ? captionOf('mux') : '');
  }

  #sendFile(response, url) {
    const [, , vendor, number, token] = url.pathname.split('/');
    const n = Number(number);
    if (vendor === 'cloudflare' && n % 3 === 0 && token !== `token-${n}`) {
      return response.writeHead(401).end();
    }
    if (Number.isNaN(n) || n === this.count - 1) return response.writeHead(404).end();
    const key = `${vendor} ${n}`;
    this.fetched.set(key, (this.fetched.get(key) ?? 0) + 1);
    const bytes = this.file(vendor, n);
    response.writeHead(200, {
      'Content-Type': 'video/mp4',
      'Content-Length': bytes.length,
      ETag: `"${vendor}-${n}"`,
    });
    return response.end(bytes);
  }

  #numbers() {
    return [...Array(this.count).keys()];
  }

  answerLivepeer(request, url, path) {
    if (request.headers.authorization !== `Bearer ${this.keys.LIVEPEER_API_KEY}`) {
      return { status: 401, body: { errors: ['no token found'] } };
    }
    if (path !== '/api/asset') return { status: 404, body: { errors: ['not found'] } };
    const limit = Number(url.searchParams.get('limit') ?? 20);
    const skip = Number(/^skip(\d+)$/.exec(url.searchParams.get('cursor') ?? 'skip0')[1]);
    const page = this.#numbers().slice(skip, skip + limit);
    return { body: page.map((n) => this.#livepeerAsset(n)) };
  }

  #livepeerAsset(n) {
    const id = this.livepeerId(n);
    return {
      id,
      playbackId: `1ab2${hex(n, 12)}`,
      userId: 'f0e1d2c3-0000-4000-8000-000000000000',
      createdAt: this.madeAt(n).getTime(),
      name: `Livepeer ${n} – ümlaut.mp4`,
      status: { phase: n === 1 ? 'processing' : 'ready', updatedAt: Date.now() },
      source: { type: 'directUpload' },
      ...(n % 2 ? { creatorId: { type: 'unverified', value: `creator-${n}` } } : {}),
      ...(n === 4
        ? { playbackPolicy: { type: 'jwt', allowedOrigins: ['https://a.example'] } }
        : {}),
      ...(n === 1 ? {} : { downloadUrl: `${this.origin}/files/livepeer/${n}/video/download.mp4` }),
    };
  }

  answerCloudflare(request, url, path) {
    const envelope = (result, status = 200) => ({
      status,
      body: { result, success: status === 200, errors: [], messages: [] },
    });
    if (request.headers.authorization !== `Bearer ${this.keys.CLOUDFLARE_API_TOKEN}`) {
      return envelope(null, 401);
    }
    const base = `/client/v4/accounts/${CLOUDFLARE}/stream`;
    if (path === base) {
      const after = url.searchParams.get('after');
      const limit = Math.min(Number(url.searchParams.get('limit') ?? 1000), 100);
      const all = this.#numbers().map((n) => this.#cloudflareVideo(n));
      const page = all.filter((video) => !after || video.created >= after).slice(0, limit);
      return envelope(page);
    }
    const [uid, action, language, form] = path.slice(base.length + 1).split('/');
    const n = this.#numbers().find((number) => this.cloudflareId(number) === uid);
    if (n !== undefined && action === 'captions') {
      const has = n === CAPTIONED;
      if (!language) {
        return envelope(has ? [{ language: 'de', label: 'Deutsch', generated: false, status: 'ready' }] : []);
      }
      if (!has || language !== 'de' || form !== 'vtt') return envelope(null, 404);
      return { body: captionOf('cloudflare'), headers: { 'Content-Type': 'text/vtt' } };
    }
    if (n === undefined || request.method !== 'POST') return envelope(null, 404);
    if (action === 'token') return envelope({ token: `token-${n}` });
    if (action !== 'downloads') return envelope(null, 404);
    const looks = (this.#looks.get(uid) ?? 0) + 1;
    this.#looks.set(uid, looks);
    const url2 = `${this.origin}/files/cloudflare/${n}/${uid}/downloads/default.mp4`;
    return envelope({
      default:
        n % 4 === 0 && looks === 1
          ? { status: 'inprogress', url: url2, percentComplete: 12 }
          : { status: 'ready', url: url2, percentComplete: 100 },
    });
  }

  #cloudflareVideo(n) {
    const uid = this.cloudflareId(n);
    return {
      uid,
      creator: n % 2 ? `creator-${n}` : null,
      created: this.madeAt(n).toISOString(),
      modified: this.madeAt(n).toISOString(),
      meta: { name: `Cloudflare ${n}`, shelf: `shelf ${n % 5}` },
      status: { state: n === 1 ? 'error' : 'ready', errorReasonCode: '', errorReasonText: '' },
      readyToStream: n !== 1,
      thumbnailTimestampPct: n === CAPTIONED ? 0.25 : 0,
      requireSignedURLs: n % 3 === 0,
      allowedOrigins: n === 2 ? ['a.example'] : [],
      playback: {},
    };
  }

  answerGcore(request, url, path) {
    if (request.headers.authorization !== `APIKey ${this.keys.GCORE_API_KEY}`) {
      return { status: 401, body: { status: 401, error: 'unauthorized' } };
    }
    const subtitles = /^\/streaming\/videos\/(\d+)\/subtitles$/.exec(path);
    if (subtitles) {
      const has = Number(subtitles[1]) === this.gcoreId(CAPTIONED);
      return {
        body: has ? [{ id: 9, name: 'German', language: 'ger', vtt: captionOf('gcore') }] : [],
      };
    }
    if (path !== '/streaming/videos') return { status: 404, body: { status: 404 } };
    const perPage = Math.min(Number(url.searchParams.get('per_page') ?? 25), 50);
    const from = (Number(url.searchParams.get('page') ?? 1) - 1) * perPage;
    const page = this.#numbers().reverse().slice(from, from + perPage);
    return { body: page.map((n) => this.#gcoreVideo(n)) };
  }

  #gcoreVideo(n) {
    const mp4 = (lines) => `${this.origin}/files/gcore/${n}/qid3567v1_h264_4050_${lines}.mp4`;
    const made = (lines, status) => ({ name: `vod${lines}n`, height: lines, status, mp4_url: mp4(lines) });
    return {
      id: this.gcoreId(n),
      name: `Gcore ${n}`,
      description: `about ${n}`,
      client_id: 77,
      slug: `gCoreSlug${hex(n, 7)}`,
      status: n === 1 ? 'empty' : 'ready',
      // A dead origin, and one that has become a page: what Gcore made of it is taken then.
      origin_url:
        { 2: `${this.origin}/files/gone`, 3: `${this.origin}/files/words/3?X-Sig=s3cr3t` }[n] ?? null,
      created_at: this.madeAt(n).toISOString(),
      client_user_id: n % 2 ? 1000 + n : null,
      converted_videos:
        n === 1 ? [] : [made(360, 'complete'), made(1080, 'complete'), made(2160, 'error')],
    };
  }

  answerMux(request, url, path) {
    const pair = `${this.keys.MUX_TOKEN_ID}:${this.keys.MUX_TOKEN_SECRET}`;
    if (request.headers.authorization !== `Basic ${Buffer.from(pair).toString('base64')}`) {
      return { status: 401, body: { error: { type: 'unauthorized' } } };
    }
    if (path === '/video/v1/assets') {
      const limit = Number(url.searchParams.get('limit') ?? 25);
      const from = Number(url.searchParams.get('cursor')?.slice('at '.length) ?? 0);
      const page = this.#numbers().slice(from, from + limit);
      const more = from + limit < this.count;
      return {
        body: {
          data: page.map((n) => this.#muxAsset(n, { master_access: 'none' })),
          next_cursor: more ? `at ${from + limit}` : null,
        },
      };
    }
    const [, , , , id, action] = path.split('/');
    const n = this.#numbers().find((number) => this.muxId(number) === id);
    if (n === undefined) return { status: 404, body: {} };
    const looks = this.#looks.get(id) ?? 0;
    const asked = looks > 0 || action === 'master-access';
    if (asked) this.#looks.set(id, looks + 1);
    const master =
      n % 4 === 0 && looks < 2
        ? { status: 'preparing' }
        : { status: 'ready', url: `${this.origin}/files/mux/${n}/master.mp4?signature=s3cr3t` };
    return {
      body: {
        data: this.#muxAsset(n, asked ? { master_access: 'temporary', master } : { master_access: 'none' }),
      },
    };
  }

  #muxAsset(n, master) {
    return {
      id: this.muxId(n),
      created_at: String(this.madeAt(n).getTime() / 1000),
      status: n === 1 ? 'errored' : 'ready',
      playback_ids: [{ id: `pb${n}`, policy: n % 3 === 0 ? 'signed' : 'public' }],
      passthrough: `order ${n}`,
      meta: { title: `Mux ${n}`, creator_id: `creator-${n}`, external_id: `x${n}` },
      ...(n === CAPTIONED
        ? {
            tracks: [
              { type: 'video', id: 'v5' },
              { type: 'text', id: 't5', status: 'ready', language_code: 'en', name: 'English' },
            ],
          }
        : {}),
      ...master,
    };
  }
}
