/** Asks the page's one live region to say something to those who listen instead of looking. */
export function announce(from: EventTarget, text: string): void {
  from.dispatchEvent(
    new CustomEvent<string>('announce', { detail: text, bubbles: true, composed: true }),
  );
}
