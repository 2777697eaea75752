// A reverse proxy as many put before a server: it keeps a request until all of it is there, takes
// bodies up to a limit, waits for an answer no longer than it likes, and answers with pages of its own.
import { once } from 'node:events';
import http from 'node:http';

const page = (status, words) =>
  `<html>\r\n<head><title>${status} ${words}</title></head>\r\n<body>\r\n<center><h1>${status} ${words}</h1></center>\r\n</body>\r\n</html>\r\n`;

export class FrontProxy {
  #listener;
  #target;
  #late = 0;
  /** How many requests it answered itself, by status. */
  refused = {};
  /** The largest body that it handed on. */
  largest = 0;

  /** A proxy that listens; whom it serves is said afterwards. */
  static async open({ limit = 100_000_000 } = {}) {
    const proxy = new FrontProxy();
    proxy.limit = limit;
    proxy.#listener = http.createServer((request, response) => proxy.#serve(request, response));
    proxy.#listener.listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    proxy.host = `127.0.0.1:${proxy.#listener.address().port}`;
    proxy.origin = `http://${proxy.host}`;
    return proxy;
  }

  /** Hands on to the server at this origin. */
  serve(origin) {
    this.#target = new URL(origin);
  }

  /** The next request with a body gets through, but for its answer the proxy does not wait: 504. */
  loseNext() {
    this.#late++;
  }

  #refuse(response, status, words) {
    this.refused[status] = (this.refused[status] ?? 0) + 1;
    const body = page(status, words);
    response.writeHead(status, { 'Content-Type': 'text/html', 'Content-Length': body.length, Connection: 'close' });
    response.end(body);
  }

  async #serve(request, response) {
    if (Number(request.headers['content-length'] ?? 0) > this.limit) {
      this.#refuse(response, 413, 'Request Entity Too Large');
      return request.resume();
    }
    const pieces = [];
    let size = 0;
    try {
      for await (const piece of request) {
        size += piece.length;
        if (size > this.limit) return this.#refuse(response, 413, 'Request Entity Too Large');
        pieces.push(piece);
      }
    } catch {
      return response.destroy(); // the client has gone, and nobody behind ever hears of it
    }
    this.largest = Math.max(this.largest, size);
    const late = size > 0 && this.#late > 0;
    if (late) this.#late--;
    const { hostname, port } = this.#target;
    const onward = http.request({
      hostname,
      port,
      method: request.method,
      path: request.url,
      headers: {
        ...request.headers,
        connection: 'close',
        host: `${hostname}:${port}`,
        'x-forwarded-for': request.socket.remoteAddress,
        'x-forwarded-host': request.headers.host,
        'x-forwarded-proto': 'http',
        ...(pieces.length > 0 || request.headers['content-length'] ? { 'content-length': size } : {}),
      },
      agent: false,
    });
    onward.on('response', (answer) => {
      if (late) {
        answer.resume();
        return this.#refuse(response, 504, 'Gateway Time-out');
      }
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => this.#refuse(response, 502, 'Bad Gateway'));
    onward.end(Buffer.concat(pieces));
  }

  close() {
    this.#listener.closeAllConnections();
    this.#listener.close();
  }
}
