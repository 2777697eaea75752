// Results as text: where and when, then tables. What is written is also printed.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { GIB } from './numbers.js';
import { bars, lines } from './plot.js';

const results = fileURLToPath(new URL('../results/', import.meta.url));

const git = (...args) =>
  execFileSync('git', args, { cwd: results, encoding: 'utf8' }).trim();

/** The commit that last changed the server, and whether what was measured differs from it. */
function commit() {
  const server = ['--', '../../server'];
  const changed = git('status', '--porcelain', '--untracked-files=no', ...server);
  return git('log', '-1', '--format=%h', ...server) + (changed ? ' with changes on top' : '');
}

const load = () => loadavg().map((value) => value.toFixed(2)).join(' ');

export class Report {
  #name;
  #options;
  #parts = [];
  #begun = new Date();
  #plots = new Map();
  #loadBefore = load();

  /** A report on one rig; begins now. */
  constructor(name, title, options) {
    this.#name = name;
    this.#options = options;
    this.#parts.push(`# ${title}`);
  }

  text(paragraph) {
    this.#parts.push(paragraph);
    return this;
  }

  table(head, rows) {
    const lines = [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows];
    this.#parts.push(lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'));
    return this;
  }

  /** A promise beside its figure; `holds` is undefined where this run could not tell. */
  promise(words, figure, holds) {
    const verdict = holds === undefined ? 'not measured here' : holds ? 'holds' : 'does not hold';
    this.#parts.push(`Promise: ${words}. Measured: ${figure}. **${verdict}**`);
    return this;
  }

  /** One bar for each `[name, value]`, drawn to a file beside the text; a second one needs a name. */
  bars(title, unit, rows, name) {
    return this.#draw(title, bars(title, unit, rows), name);
  }

  /** One line for each `[name, points]`, drawn likewise; see `lines` in plot.js. */
  lines(title, unit, marks, series, name) {
    return this.#draw(title, lines(title, unit, marks, series), name);
  }

  #draw(title, picture, name) {
    const file = `${this.#file}${name ? `-${name}` : ''}.svg`;
    this.#plots.set(file, picture);
    this.#parts.push(`![${title}](${file})`);
    return this;
  }

  get #file() {
    return `${this.#begun.toISOString().slice(0, 10)}-${this.#name}`;
  }

  async write() {
    const date = this.#begun.toISOString();
    const machine = cpus();
    const about = [
      `- date: ${date.slice(0, 16).replace('T', ' ')} UTC`,
      `- commit of the server: ${commit()}`,
      `- command: \`${this.#options.command}\``,
      `- machine: ${machine.length} cores, ${machine[0].model.trim()}, ` +
        `${(totalmem() / GIB).toFixed(1)} GiB, Linux ${release()}`,
      `- load average before and after (1, 5, 15 min): ${this.#loadBefore} and ${load()}`,
    ];
    if (this.#options.note) about.push(`- note: ${this.#options.note}`);
    this.#parts.splice(1, 0, about.join('\n'));
    const text = this.#parts.join('\n\n') + '\n';
    await mkdir(results, { recursive: true });
    await writeFile(`${results}${this.#file}.md`, text);
    for (const [file, picture] of this.#plots) await writeFile(results + file, picture);
    process.stdout.write(`\n${text}`);
  }
}
