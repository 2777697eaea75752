import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

/** Drawn for this dashboard on a 20 by 20 grid; decorative, so always hidden from screen readers. */
function icon(content: SVGTemplateResult): TemplateResult {
  return html`<svg
    width="18"
    height="18"
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${content}
  </svg>`;
}

export const icons = {
  upload: icon(
    svg`<path d="M10 13V3.5M6.2 7 10 3.2 13.8 7M3.5 12.5v2.3c0 1 .8 1.7 1.7 1.7h9.6c1 0 1.7-.8 1.7-1.7v-2.3"/>`,
  ),
  pause: icon(svg`<path d="M7 4.5v11M13 4.5v11"/>`),
  play: icon(
    svg`<path d="M6.5 4.3v11.4c0 .5.5.8 1 .5l8.7-5.7a.6.6 0 0 0 0-1L7.5 3.8c-.4-.3-1 0-1 .5Z"/>`,
  ),
  cross: icon(svg`<path d="m5 5 10 10M15 5 5 15"/>`),
  back: icon(svg`<path d="M12 4.5 6.5 10l5.5 5.5"/>`),
  copy: icon(
    svg`<rect x="7" y="7" width="9.5" height="9.5" rx="2"/><path d="M13 4.5c-.2-.6-.8-1-1.5-1H5.5c-1.1 0-2 .9-2 2v6c0 .7.4 1.3 1 1.5"/>`,
  ),
  check: icon(svg`<path d="m4.5 10.5 3.7 3.7 7.3-8"/>`),
  warning: icon(
    svg`<path d="M10 7.5V11M10 13.7v.1M8.7 3.6 2.6 14.2c-.6 1 .1 2.3 1.3 2.3h12.2c1.2 0 1.9-1.3 1.3-2.3L11.3 3.6a1.5 1.5 0 0 0-2.6 0Z"/>`,
  ),
  search: icon(svg`<circle cx="9" cy="9" r="5.2"/><path d="m13 13 3.5 3.5"/>`),
  trash: icon(
    svg`<path d="M3.5 5.5h13M8 5.5V4c0-.5.4-.8.8-.8h2.4c.4 0 .8.3.8.8v1.5M5.2 5.5l.7 9.5c.1.9.8 1.5 1.6 1.5h5c.9 0 1.6-.7 1.6-1.5l.7-9.5M8.5 9v4M11.5 9v4"/>`,
  ),
  again: icon(svg`<path d="M16 6v4h-4M15.7 10A6 6 0 1 0 14 14.3"/>`),
  film: icon(
    svg`<rect x="2.8" y="4.2" width="14.4" height="11.6" rx="2.2"/><path d="M6.5 4.2v11.6M13.5 4.2v11.6M2.8 10h14.4"/>`,
  ),
} as const;

/** The name's picture: a sail that is also a play button, about to leave its slipway. */
export const mark = html`<svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
  <path
    fill="var(--accent)"
    d="M10.5 4.6v15.1c0 1 1 1.6 1.9 1.1l12.6-7.6c.8-.5.8-1.6 0-2.1L12.4 3.5c-.9-.5-1.9.1-1.9 1.1Z"
  />
  <path
    fill="var(--ink-soft)"
    d="M3.3 24.9c-.7-.3-1-1.1-.7-1.8.3-.7 1.1-1 1.8-.7l24.4 4.3c.7.1 1.2.8 1.1 1.6-.1.7-.8 1.2-1.6 1.1Z"
  />
</svg>`;
