// The servers that Slipway is measured against. Each says how it is run, or why it is not here.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { repository, room } from './room.js';
import { end, freePort } from './server.js';

async function untilListening(origin, child) {
  for (let tries = 0; tries < 500; tries++) {
    if (child.exitCode !== null) throw new Error(`the peer ended with ${child.exitCode}`);
    if (await fetch(origin).then(() => true, () => false)) return;
    await pause(20);
  }
  throw new Error(`${origin} never answered`);
}

/** A peer that runs; `pid` is that of its topmost process. */
class Peer {
  constructor(version, child, folder, origin) {
    Object.assign(this, { version, child, folder, origin, pid: child.pid });
  }

  async stop() {
    await end(this.child);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const NGINX = `
daemon off;
worker_processes 2;
pid nginx.pid;
error_log stderr crit;
events {}
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  client_max_body_size 0;
  client_body_temp_path incoming;
  server {
    listen 127.0.0.1:PORT;
    root files;
    location /put/ {
      dav_methods PUT;
      create_full_put_path on;
    }
  }
}
`;

/** nginx with its own folder; \`files\` below it is what it serves, \`/put/\` takes uploads. */
export async function nginx() {
  const version = execFileSync('sh', ['-c', 'nginx -v 2>&1'], { encoding: 'utf8' }).trim().split('/')[1];
  const folder = await mkdtemp(join(room, 'nginx-'));
  await mkdir(join(folder, 'files'));
  const port = await freePort();
  // Started by root, nginx would hand its workers to an account that may not enter here.
  const user = process.getuid() === 0 ? 'user root;' : '';
  await writeFile(join(folder, 'nginx.conf'), user + NGINX.replace('PORT', String(port)));
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilListening(origin, child);
  return new Peer(`nginx ${version}`, child, folder, origin);
}

/** npm's @tus/server with its file store. */
export async function tusNode() {
  const main = fileURLToPath(new URL('tus-node.js', import.meta.url));
  const manifest = new URL('../node_modules/@tus/server/package.json', import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  const folder = await mkdtemp(join(room, 'tus-node-'));
  const port = await freePort();
  const child = spawn(process.execPath, [main, String(port), folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilListening(origin, child);
  return new Peer(`@tus/server ${version} on Node ${process.versions.node}`, child, folder, origin);
}

/** The class path of the module bench, which Maven knows; it also compiles what is stale. */
export function classPath() {
  const file = join(room, `class-path-${process.pid}`);
  const { status } = spawnSync(
    join(repository, 'mvnw'),
    ['-q', '-Pbench', '-pl', 'bench', '-am', '-Ddashboard.skip', 'process-classes',
      'dependency:build-classpath', '-Dmdep.includeScope=runtime', `-Dmdep.outputFile=${file}`],
    { cwd: repository, stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) throw new Error(`Maven ended with ${status}`);
  const dependencies = readFileSync(file, 'utf8').trim(); // the last module's, which is bench
  rmSync(file);
  return `${join(repository, 'bench/target/classes')}:${dependencies}`;
}

/** Maven's tus-java-server with its disk storage, in Jetty, with the heap that ours has. */
export async function tusJava() {
  if (!process.env.JAVA_HOME) throw new Error('run it as ./slipway bench, or set JAVA_HOME');
  const path = classPath();
  const version = /tus-java-server-([^/]+)\.jar/.exec(path)[1];
  const folder = await mkdtemp(join(room, 'tus-java-'));
  const port = await freePort();
  const child = spawn(
    join(process.env.JAVA_HOME, 'bin/java'),
    ['-Xmx512m', '-XX:+UseSerialGC', '-cp', path, 'slipway.bench.TusJavaServer', String(port), folder],
    { stdio: ['ignore', 'ignore', process.env.BENCH_LOGS ? 'inherit' : 'ignore'] },
  );
  const origin = `http://127.0.0.1:${port}`;
  await untilListening(origin, child);
  return new Peer(`tus-java-server ${version} in Jetty`, child, folder, origin);
}

/** The peer, or undefined after saying why not; a rig must show that in its result. */
export async function ifThere(start) {
  try {
    return await start();
  } catch (missing) {
    console.error(`${start.name} is left out: ${missing.message}`);
    return undefined;
  }
}
