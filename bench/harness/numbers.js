// A few numbers about many.

const ascending = (values) => [...values].sort((a, b) => a - b);

/** The value below which a share of the others lies; the nearest rank, so it was really measured. */
export function percentile(values, share) {
  const sorted = ascending(values);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const p95 = (values) => percentile(values, 0.95);

/** With so many digits as a reader can use: 0.84, 12.3, 1234. */
export function brief(value) {
  if (value === undefined || Number.isNaN(value)) return '–';
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return value.toFixed(digits);
}

export const GIB = 2 ** 30;
export const MIB = 2 ** 20;
