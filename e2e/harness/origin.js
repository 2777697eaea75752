// A server out there that imports are fetched from: with ETag and ranges, as slow as a test likes,
// and with a memory of what was asked for.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

export class OriginServer {
  #server;
  #held = [];

  constructor(bytes) {
    this.bytes = bytes;
    this.etag = `"${createHash('sha1').update(bytes).digest('hex')}"`;
    /** Range headers of the requests so far; undefined for those without. */
    this.ranges = [];
    /** After so many bytes of an answer the rest only trickles until `release`. */
    this.holdAfter = Infinity;
    /** After so many bytes an answer is cut. */
    this.cutAfter = Infinity;
    this.status = 200;
  }

  static async start(bytes) {
    const origin = new OriginServer(bytes);
    origin.#server = createServer((request, response) => origin.#answer(request, response));
    origin.#server.listen(0, '127.0.0.1');
    await once(origin.#server, 'listening');
    return origin;
  }

  url(path) {
    return `http://127.0.0.1:${this.#server.address().port}${path}`;
  }

  /** Lets all held answers, and those to come, run to their ends. */
  release() {
    this.holdAfter = Infinity;
    this.#held.splice(0).forEach((goOn) => goOn());
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request, response) {
    const { range } = request.headers;
    this.ranges.push(range);
    if (this.status !== 200) return response.writeHead(this.status).end();
    const wanted = range && request.headers['if-range'] === this.etag;
    const from = wanted ? Number(/^bytes=(\d+)-$/.exec(range)[1]) : 0;
    const rest = this.bytes.subarray(from);
    response.writeHead(wanted ? 206 : 200, {
      ETag: this.etag,
      'Content-Type': 'video/mp4',
      'Content-Length': rest.length,
      ...(wanted
        ? { 'Content-Range': `bytes ${from}-${this.bytes.length - 1}/${this.bytes.length}` }
        : {}),
    });
    const stop = Math.min(this.holdAfter, this.cutAfter);
    if (stop >= rest.length) return response.end(rest);
    if (this.cutAfter <= this.holdAfter) {
      return response.write(rest.subarray(0, stop), () => response.destroy());
    }
    return this.#hold(response, rest, stop);
  }

  /** Trickles a byte at a time from `sent` on, so that the line is seen to live. */
  #hold(response, rest, sent) {
    response.write(rest.subarray(0, sent));
    const trickle = setInterval(() => {
      if (sent < rest.length - 1) response.write(rest.subarray(sent, ++sent));
    }, 100);
    response.on('close', () => clearInterval(trickle));
    this.#held.push(() => {
      clearInterval(trickle);
      response.end(rest.subarray(sent));
    });
  }
}
