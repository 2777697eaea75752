// Bars as SVG, legible on a light and on a dark page.
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
