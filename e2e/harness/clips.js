// Finds the shared clips by walking up from here to `shared/media`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find() {
  if (process.env.E2E_CLIPS) return process.env.E2E_CLIPS;
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const candidate = join(at, 'shared', 'media');
    if (existsSync(candidate)) return candidate;
  }
  return undefined;
}

const folder = find();

/** For the `skip` option of a test: false when the clips are there, else the reason. */
export const withoutClips = folder ? false : 'shared/media was found nowhere above this folder';

export const clipPath = (name) => join(folder, name);
export const clipBytes = (name) => readFileSync(clipPath(name));

/** Names of all clips; what only describes them is left out. */
export const clipNames = () =>
  folder ? readdirSync(folder).filter((name) => !name.endsWith('.md')).sort() : [];
