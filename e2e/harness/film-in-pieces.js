// A film in pieces as servers out there offer it: playlists and segments, any of which can be held
// back, and a memory of what was asked for.
import { once } from 'node:events';
import { createServer } from 'node:http';

export class FilmServer {
  #server;
  #waiting = new Map();

  constructor() {
    /** Path to bytes or text. */
    this.files = new Map();
    /** Paths in the order in which they were asked for. */
    this.asked = [];
    /** Paths of which only the first half comes, until `release`. */
    this.held = new Set();
  }

  static async start() {
    const film = new FilmServer();
    film.#server = createServer((request, response) => film.#answer(request, response));
    film.#server.listen(0, '127.0.0.1');
    await once(film.#server, 'listening');
    return film;
  }

  url(path) {
    return `http://127.0.0.1:${this.#server.address().port}${path}`;
  }

  release() {
    this.held.clear();
    for (const [response, rest] of this.#waiting) response.end(rest);
    this.#waiting.clear();
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request, response) {
    const path = request.url.replace(/\?.*/, '');
    this.asked.push(path);
    const file = this.files.get(path);
    if (file === undefined) return response.writeHead(404).end();
    const bytes = Buffer.from(file);
    response.writeHead(200, { 'Content-Length': bytes.length });
    if (!this.held.has(path)) return response.end(bytes);
    response.write(bytes.subarray(0, bytes.length >> 1));
    response.on('close', () => this.#waiting.delete(response));
    return this.#waiting.set(response, bytes.subarray(bytes.length >> 1));
  }
}

/** Absolute URLs of a media playlist's segments, and of what stands before them. */
export function parts(text, base) {
  const map = /#EXT-X-MAP:.*URI="([^"]+)"/.exec(text)?.[1];
  const segments = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return {
    map: map && new URL(map, base).href,
    segments: segments.map((line) => new URL(line, base).href),
  };
}
