// A line between client and server that breaks as it is told.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Tells the other side of a socket that the line is broken (RST). One that is saying its own end just
 * now is only closed: libuv refuses to reset it, Node never closes it afterwards, and the process
 * spins for ever when it wants to end (seen with Node 20).
 */
export function breakOff(socket) {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/**
 * What may happen to a connection, after `at` bytes from the client have gone through:
 * - `fin`, `reset`: both ends are closed, or told that the line is broken;
 * - `hole`: nothing goes through any more in either direction, and nobody is told (half-open);
 * - `lost`: the server gets everything, its answer never arrives and the line breaks;
 * - `delay`: `millis` pass before each further piece;
 * - `slow`: `rate` bytes a second from the beginning.
 */
export class FaultProxy {
  #listener;
  #target;
  #plans = [];
  #sockets = new Set();

  /** A proxy before the server at this origin. */
  static async before(origin) {
    const proxy = new FaultProxy();
    proxy.#target = new URL(origin);
    proxy.#listener = createServer({ allowHalfOpen: true }, (client) => proxy.#serve(client));
    proxy.#listener.listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    proxy.origin = `http://127.0.0.1:${proxy.#listener.address().port}`;
    return proxy;
  }

  /** An address of the server, as it is reached through here. */
  through(address) {
    const { pathname, search } = new URL(address, this.#target);
    return this.origin + pathname + search;
  }

  /** The next connection meets with this; those after it go through. */
  next(fault) {
    this.#plans.push(fault);
  }

  #serve(client) {
    const fault = this.#plans.shift() ?? { kind: 'none' };
    const server = connect({ host: this.#target.hostname, port: Number(this.#target.port), allowHalfOpen: true });
    const line = { client, server, fault, passed: 0, dead: false };
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    client.on('error', () => this.#end(line, 'reset'));
    server.on('error', () => this.#end(line, 'reset'));
    this.#pump(client, server, (piece) => this.#up(line, piece)).catch(() => {});
    this.#pump(server, client, (piece) => this.#down(line, piece)).catch(() => {});
  }

  /** Hands on piece by piece, and the end; `pass` says how much of a piece goes on. */
  async #pump(from, to, pass) {
    for await (const piece of from) {
      const kept = await pass(piece);
      if (kept === undefined) return;
      if (kept.length > 0 && !to.write(kept)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    }
    to.end();
  }

  async #up(line, piece) {
    const { fault } = line;
    if (line.dead) return new Promise(() => {}); // into the hole
    if (fault.kind === 'slow') await pause((piece.length / fault.rate) * 1000);
    const left = (fault.at ?? Infinity) - line.passed;
    line.passed += piece.length;
    if (piece.length < left) return piece;
    if (fault.kind === 'delay') {
      await pause(fault.millis);
      return piece;
    }
    if (!['fin', 'reset', 'hole'].includes(fault.kind)) return piece;
    const last = piece.subarray(0, Math.max(0, left));
    if (last.length > 0) await new Promise((flushed) => line.server.write(last, flushed));
    this.#end(line, fault.kind);
    return fault.kind === 'hole' ? new Promise(() => {}) : undefined;
  }

  async #down(line, piece) {
    if (line.dead) return new Promise(() => {});
    if (line.fault.kind === 'lost') {
      this.#end(line, 'reset');
      return undefined;
    }
    return piece;
  }

  #end(line, kind) {
    line.dead = true;
    if (kind === 'hole') return;
    for (const socket of [line.client, line.server]) {
      if (kind === 'reset') breakOff(socket);
      else socket.destroySoon();
    }
  }

  /** Nobody comes in any more, and all lines are broken. */
  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    await closed;
  }
}
