// Commands of ./slipway against a running server.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'slipway');

/** Starts a command with the server's own settings; `ended` answers its code and what it said. */
export function command(server, words, environment = {}) {
  const child = spawn(launcher, words, {
    cwd: server.folder,
    env: { ...server.environment, SLIPWAY_JAVA_OPTS: '-XX:TieredStopAtLevel=1 -Xmx256m', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, output }));
  });
  return { ended, kill9: () => child.kill('SIGKILL'), output: () => output };
}
