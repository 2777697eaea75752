// A long line between client and server, as TCP sees it: nothing is lost, but all of it takes a while.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** How much a TCP of Linux lets be under way at most unless it is told otherwise (`tcp_rmem`). */
const WINDOW = 6 << 20;

/**
 * A line on which everything arrives `millis` later, in either direction. In one direction of a
 * connection no more than a window is under way: what was sent and whose receipt has not come back.
 * So it carries a window per round trip, however fast the machine is.
 */
export class FarLine {
  #listener;
  #sockets = new Set();

  /** A line to the server at this origin. */
  static async to(origin, millis) {
    const line = new FarLine();
    const { hostname, port } = new URL(origin);
    line.#listener = createServer((client) => {
      const server = connect({ host: hostname, port: Number(port) });
      for (const [from, to] of [[client, server], [server, client]]) {
        line.#sockets.add(from);
        from.setNoDelay(true);
        from.on('error', () => to.destroy()).on('close', () => line.#sockets.delete(from));
        carry(from, to, millis);
      }
    });
    line.#listener.listen(0, '127.0.0.1');
    await once(line.#listener, 'listening');
    line.origin = `http://127.0.0.1:${line.#listener.address().port}`;
    return line;
  }

  /** All connections are broken, and nobody comes in any more. */
  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    await closed;
  }
}

function carry(from, to, millis) {
  let underWay = 0;
  const received = (count) => {
    underWay -= count;
    if (underWay < WINDOW) from.resume();
  };
  from.on('data', (piece) => {
    underWay += piece.length;
    if (underWay >= WINDOW) from.pause();
    setTimeout(() => {
      // Taken when the other side has room for it; that news needs as long to come back.
      to.write(piece, () => setTimeout(received, millis, piece.length));
    }, millis);
  });
  from.on('end', () => setTimeout(() => to.end(), millis));
}
