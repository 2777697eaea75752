// What the kernel knows about a process (Linux).
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

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

/** A process and all below it. */
export function family(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return [pid, ...(children ? children.split(' ').flatMap((child) => family(Number(child))) : [])];
}

export const sum = (values) => values.reduce((a, b) => a + b, 0);
