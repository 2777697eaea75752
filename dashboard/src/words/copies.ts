import type { Export, Signing, Video } from '../api/shapes.ts';
import { percent } from './format.ts';

const SIGNING: Readonly<Record<Signing['state'], string>> = {
  waiting: 'is being made.',
  signed: 'is in its files.',
  unstamped: 'is in its files, without a time stamp.',
  failed: 'could not be made; its files can be had without.',
};

const TARGETS: Readonly<Record<NonNullable<Export['to']>, string>> = {
  ipfs: 'Copy on IPFS',
  address: 'Copy at an address of its owner',
  pinata: 'Copy at Pinata',
};

const EXPORTS: Readonly<Record<Export['state'], string>> = {
  pending: 'waits until the video is ready.',
  waiting: 'waits for its turn.',
  running: 'is being sent.',
  completed: 'is there.',
  failed: 'could not be sent.',
};

export const signingWords = ({ state }: Signing): string => SIGNING[state] ?? state;

/** What a copy is, and how far. */
export function exportWords({ to, state, progress }: Export): { name: string; state: string } {
  const far = state === 'running' && progress ? ` ${percent(progress)} are there.` : '';
  return { name: to ? TARGETS[to] : 'Copy', state: (EXPORTS[state] ?? state) + far };
}

/** Will what is shown of its copies change by itself before long? */
export function isSending({ signing, exports = [] }: Video): boolean {
  return (
    signing?.state === 'waiting' ||
    exports.some(({ state }) => state === 'waiting' || state === 'running')
  );
}
