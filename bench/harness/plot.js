// Bars and lines as SVG, legible on a light and on a dark page.
import { brief } from './numbers.js';

const ROW = 26;
const LABEL = 300;
const WIDTH = 820;
const TOP = 36;

const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A picture with one bar for each `[name, value]`; ours is the one that begins with our name. */
export function bars(title, unit, rows) {
  const most = Math.max(...rows.map(([, value]) => value));
  const scale = (WIDTH - LABEL - 80) / most;
  const drawn = rows.map(([name, value], at) => {
    const y = TOP + at * ROW;
    const fill = name.startsWith('Slipway') ? '#2563eb' : '#94a3b8';
    return (
      `<text x="${LABEL - 8}" y="${y + 15}" text-anchor="end">${escaped(name)}</text>` +
      `<rect x="${LABEL}" y="${y + 2}" width="${(value * scale).toFixed(1)}" height="18" fill="${fill}"/>` +
      `<text x="${(LABEL + value * scale + 6).toFixed(1)}" y="${y + 15}">${brief(value)}</text>`
    );
  });
  const height = TOP + rows.length * ROW + 8;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" ` +
    `viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13" fill="#64748b">\n` +
    `<title>${escaped(title)}</title>\n` +
    `<text x="8" y="20" font-weight="bold">${escaped(title)}, ${escaped(unit)}</text>\n` +
    `${drawn.join('\n')}\n</svg>\n`
  );
}

const HEIGHT = 300;
const LEFT = 56;
const LEGEND = 220;
const BOTTOM = 44;
const COLOURS = ['#2563eb', '#dc2626', '#16a34a', '#d97706', '#9333ea', '#0891b2'];

/** 1, 2 and 5 times powers of ten, from just below the least to just above the most. */
function decades(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  let marks = [];
  for (let ten = 10 ** Math.floor(Math.log10(least)); ; ten *= 10) {
    for (const mark of [ten, 2 * ten, 5 * ten]) {
      marks = mark <= least ? [mark] : [...marks, mark];
      if (mark >= most && marks.length > 1) return marks;
    }
  }
}

/**
 * A picture with one line for each `[name, points]`, where a point is `[x, y]`, both above 0; both axes
 * are logarithmic, so that a straight line is a power.
 *
 * @param unit of y
 * @param marks what stands on the axis of x: `[x, text]` each
 */
export function lines(title, unit, marks, series) {
  const rows = decades(series.flatMap(([, points]) => points.map(([, y]) => y)));
  const place = (value, [least, most], from, to) =>
    from + ((Math.log(value) - Math.log(least)) / (Math.log(most) - Math.log(least))) * (to - from);
  const columns = [marks[0][0], marks.at(-1)[0]];
  const x = (value) => place(value, columns, LEFT, WIDTH - LEGEND).toFixed(1);
  const y = (value) => place(value, [rows[0], rows.at(-1)], HEIGHT - BOTTOM, TOP + 8).toFixed(1);
  const grid = rows.map(
    (row) =>
      `<line x1="${LEFT}" x2="${WIDTH - LEGEND}" y1="${y(row)}" y2="${y(row)}" stroke="#94a3b8" stroke-width="0.5"/>` +
      `<text x="${LEFT - 6}" y="${Number(y(row)) + 4}" text-anchor="end">${Number(row.toPrecision(1))}</text>`,
  );
  const below = marks.map(
    ([at, text]) => `<text x="${x(at)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${escaped(text)}</text>`,
  );
  const drawn = series.map(([name, points], number) => {
    const colour = COLOURS[number % COLOURS.length];
    const at = TOP + 20 + number * 20;
    return (
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map(([a, b]) => `${x(a)},${y(b)}`).join(' ')}"/>` +
      points.map(([a, b]) => `<circle cx="${x(a)}" cy="${y(b)}" r="3" fill="${colour}"/>`).join('') +
      `<rect x="${WIDTH - LEGEND + 24}" y="${at - 9}" width="12" height="4" fill="${colour}"/>` +
      `<text x="${WIDTH - LEGEND + 42}" y="${at}">${escaped(name)}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" ` +
    `viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" fill="#64748b">\n` +
    `<title>${escaped(title)}</title>\n` +
    `<text x="8" y="20" font-weight="bold">${escaped(title)}, ${escaped(unit)}</text>\n` +
    `${[...grid, ...below, ...drawn].join('\n')}\n</svg>\n`
  );
}
