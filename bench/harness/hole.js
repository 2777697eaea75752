// A line that goes silent without anybody being told, as a phone's does in a tunnel.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export class Hole {
  #listener;
  #sockets = new Set();

  /** A line to the server at `origin` on which, in each connection, `count` bytes get through. */
  static async before(origin, count) {
    const hole = new Hole();
    const { hostname, port } = new URL(origin);
    hole.full = new Promise((resolve) => {
      hole.#listener = createServer((client) => {
        const server = connect({ host: hostname, port: Number(port) });
        hole.#sockets.add(client).add(server);
        let left = count;
        client.on('data', (piece) => {
          const through = piece.subarray(0, left);
          left -= through.length;
          if (through.length > 0) server.write(through, () => left === 0 && resolve());
        });
        for (const socket of [client, server]) socket.on('error', () => {});
      });
    });
    hole.#listener.listen(0, '127.0.0.1');
    await once(hole.#listener, 'listening');
    hole.origin = `http://127.0.0.1:${hole.#listener.address().port}`;
    return hole;
  }

  /** Lets go of everything. */
  close() {
    for (const socket of this.#sockets) socket.destroy();
    this.#listener.close();
  }
}
