// A line to the server that breaks: a TCP proxy that resets a connection after so many bytes of the
// client's, or lets it hang.
import { connect, createServer } from 'node:net';
import { breakOff } from './proxy.js';

export class Cutter {
  #sockets = new Set();
  cuts = 0;

  /**
   * Opens the line. `budget` says for each connection after how many bytes it breaks; Infinity is a
   * sound one. A line that `hangs` then carries nothing more, until {@link cut}.
   */
  static async to(server, budget, { hangs = false } = {}) {
    const cutter = new Cutter();
    cutter.hangs = hangs;
    const { hostname, port } = new URL(server.origin);
    cutter.site = createServer((client) => cutter.#join(client, { hostname, port }, budget()));
    await new Promise((listening) => cutter.site.listen(0, '127.0.0.1', listening));
    cutter.origin = `http://127.0.0.1:${cutter.site.address().port}`;
    return cutter;
  }

  #join(client, { hostname, port }, budget) {
    const server = connect({ host: hostname, port: Number(port) });
    let left = budget;
    for (const [one, other] of [[client, server], [server, client]]) {
      this.#sockets.add(one);
      one.on('error', () => {}).once('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    server.pipe(client);
    client.on('data', (bytes) => {
      if (bytes.length < left) {
        left -= bytes.length;
        if (!server.write(bytes)) {
          client.pause();
          server.once('drain', () => client.resume());
        }
        return;
      }
      // What the line still carries arrives; then both sides find it broken.
      client.pause();
      server.write(bytes.subarray(0, left), () => {
        if (this.hangs) return;
        this.cuts++;
        breakOff(client);
        breakOff(server);
      });
    });
    client.once('end', () => server.end());
  }

  /** Resets all connections. */
  cut() {
    for (const socket of this.#sockets) breakOff(socket);
  }

  /** An address of the server as it looks from this end of the line. */
  through(url) {
    const { pathname, search } = new URL(url);
    return this.origin + pathname + search;
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((closed) => this.site.close(closed));
  }
}
