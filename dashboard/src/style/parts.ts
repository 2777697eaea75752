import { css } from 'lit';

/** What most components share: text, buttons, cards, fields. Colours come from `page.css`. */
export const parts = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  h1 {
    font-size: 24px;
    line-height: 1.25;
    font-weight: 650;
    letter-spacing: -0.015em;
    overflow-wrap: anywhere;
  }
  h1:focus {
    outline: none;
  }
  h2 {
    font-size: 15px;
    line-height: 1.4;
    font-weight: 650;
  }
  a {
    color: var(--accent);
    text-underline-offset: 3px;
  }
  svg {
    display: block;
    flex: none;
  }
  .soft {
    color: var(--ink-soft);
  }
  .small {
    font-size: 13px;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .hush {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .card {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
  }

  button,
  .button {
    font: inherit;
    font-weight: 550;
    line-height: 20px;
    color: var(--ink);
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    padding: 7px 14px;
    min-height: 36px;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    cursor: pointer;
    text-decoration: none;
    white-space: nowrap;
    transition:
      background-color 0.12s,
      border-color 0.12s;
  }
  button:hover {
    background: var(--sunken);
  }
  button.primary {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
  }
  button.primary:hover {
    background: var(--accent-hover);
    border-color: var(--accent-hover);
  }
  button.danger {
    color: var(--bad);
  }
  button.danger:hover {
    background: var(--bad-wash);
    border-color: var(--bad);
  }
  button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--ink-soft);
  }
  button.quiet:hover {
    background: var(--sunken);
    color: var(--ink);
  }
  button.small {
    min-height: 30px;
    padding: 4px 10px;
  }
  button:disabled {
    opacity: 0.55;
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  input,
  select {
    font: inherit;
    color: var(--ink);
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    padding: 7px 12px;
    min-height: 36px;
    min-width: 0;
  }
  select {
    appearance: none;
    padding-right: 32px;
    text-overflow: ellipsis;
    background-image:
      linear-gradient(45deg, transparent 50%, var(--ink-soft) 50%),
      linear-gradient(135deg, var(--ink-soft) 50%, transparent 50%);
    background-position:
      right 17px top 15px,
      right 12px top 15px;
    background-size: 5px 5px;
    background-repeat: no-repeat;
  }
  input::placeholder {
    color: var(--ink-faint);
    opacity: 1;
  }
  label {
    font-weight: 550;
  }

  .notice {
    display: flex;
    gap: 10px;
    padding: 11px 14px;
    border-radius: var(--radius-small);
    background: var(--bad-wash);
    color: var(--bad);
    overflow-wrap: anywhere;
  }
  .notice svg {
    margin-top: 2px;
  }
  .notice.wait {
    background: var(--wait-wash);
    color: var(--wait);
  }

  progress {
    appearance: none;
    display: block;
    width: 100%;
    height: 6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--sunken);
    box-shadow: inset 0 0 0 1px var(--line);
    color: var(--accent);
  }
  progress::-webkit-progress-bar {
    background: transparent;
  }
  progress::-webkit-progress-value {
    background: currentColor;
    border-radius: 3px;
    transition: inline-size 0.2s linear;
  }
  progress::-moz-progress-bar {
    background: currentColor;
    border-radius: 3px;
  }
  progress:indeterminate {
    background-image: linear-gradient(90deg, transparent, currentColor, transparent);
    background-size: 40% 100%;
    background-repeat: no-repeat;
    animation: sweep 1.8s ease-in-out infinite;
  }
  progress.still {
    color: var(--line-strong);
  }
  @keyframes sweep {
    from {
      background-position: -70% 0;
    }
    to {
      background-position: 170% 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 4s !important;
      transition: none !important;
    }
  }
`;
