// What the kernel knows about a process (Linux).
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Seconds of CPU used so far, user and system, without children. */
export function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3, the state, on
  return (Number(fields[11]) + Number(fields[12])) / TICKS; // utime and stime, fields 14 and 15
}

function status(pid, field) {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm'));
  return Number(line[1]) / 1024;
}

/** Resident memory now, in MiB. */
export const residentMiB = (pid) => status(pid, 'VmRSS');

/** The most resident memory since {@link forgetPeak}, in MiB. */
export const peakMiB = (pid) => status(pid, 'VmHWM');

export function forgetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** What a process has started: each of its threads has children of its own. Nothing if it has gone. */
function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return []; // a process or thread that ended meanwhile
  }
}

/** A process and all below it. */
export const family = (pid) => [pid, ...childrenOf(pid).flatMap(family)];

/** What a process is called; nothing if it has gone. */
function nameOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** A server with its workers, such as nginx', and without tools that come and go. */
export const workers = (pid) => family(pid).filter((child) => nameOf(child) === nameOf(pid));

/** Whether a tool of ours works: FFmpeg or one like it, in its box. A shell stays beside the server. */
export const worksWithTools = (pid) => family(pid).some((child) => /^(bwrap|ff)/.test(nameOf(child)));

export const sum = (values) => values.reduce((a, b) => a + b, 0);
